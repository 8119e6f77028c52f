import { DAY } from '../core/leftovers.js'

/**
 * Messages of one conversation that the server has not confirmed yet. They outlive the page: closed without a
 * connection, it sends them when it is next opened, within a day. Nothing else is kept in the browser.
 */
export class Outbox {
  /**
   * @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} storage - where they are kept
   * @param {string} id - the conversation
   */
  constructor (storage, id) {
    this.storage = storage
    this.key = `unsent-${id}`
    this.messages = this._read()
  }

  /** @returns {{ref: string, body: string}[]} what waits, in the order in which it was written */
  _read () {
    try {
      const { until = 0, messages: kept = [] } = JSON.parse(this.storage.getItem(this.key) ?? '{}')
      return Array.isArray(kept) && until > Date.now() ? kept.filter(({ ref, body }) => typeof ref === 'string' && typeof body === 'string') : []
    } catch {
      return []
    }
  }

  /**
   * @param {string} ref - the message's name
   * @param {string} body - its words
   */
  add (ref, body) {
    this.messages.push({ ref, body })
    this._keep()
  }

  /** @param {string} ref - a message that needs no sending any more */
  drop (ref) {
    this.messages = this.messages.filter((message) => message.ref !== ref)
    this._keep()
  }

  /** Forget everything: the conversation has been erased. */
  clear () {
    this.messages = []
    this._keep()
  }

  /**
   * @param {string} ref - a message's name
   * @returns {boolean} whether it still waits
   */
  has (ref) {
    return this.messages.some((message) => message.ref === ref)
  }

  _keep () {
    try {
      if (this.messages.length) this.storage.setItem(this.key, JSON.stringify({ until: Date.now() + DAY, messages: this.messages }))
      else this.storage.removeItem(this.key)
    } catch {
      // A full or forbidden storage only means that a closed page forgets; the open one still sends.
    }
  }
}

/** @returns {string} a name for a new message that no other message has */
export function newRef () {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
