import { io } from 'socket.io-client'
import { announce } from '../core/announcer.js'
import { Component } from '../core/component.js'
import { findAll, wordsOf } from '../core/dom.js'
import { spoken } from '../chat/words.js'
import { renew } from './parts.js'

const SOON = 150

/** Keeps a contact's open page up to date and says what was answered. The place in the line changes without a word. */
export default class Follow extends Component {
  /** @param {HTMLElement} root - the contact */
  constructor (root) {
    super(root)
    this.words = wordsOf(root)
    this.last = Math.max(0, ...findAll(root, '[data-id]').map((item) => Number(item.dataset.id)))
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.refreshing = undefined
    this.socket = io('/chat', { transports: ['websocket'], auth: (give) => give({ id: this.words.id, after: this.last }) })
    this.socket
      .on('connect_error', ({ message }) => message === 'unknown-conversation' && location.reload())
      .on('posted', (message) => this.posted(message))
      .on('state', () => this.refresh())
      .on('queue', () => this.refresh())
      .on('edited', () => this.refresh())
      .on('erased', ({ texts }) => this.erased(texts))
    addEventListener('online', () => this.socket.connect())
    document.addEventListener('visibilitychange', () => document.hidden || this.socket.connect())
  }

  /** @param {import('../chat/words.js').Message} message - stored, and new to this page or not */
  posted (message) {
    if (message.id <= this.last) return
    this.last = message.id
    const said = spoken(message, 'citizen', this.words)
    if (said) announce(said)
    this.refresh()
  }

  /** Fetch and draw the page again soon, once for all that happens meanwhile. */
  refresh () {
    this.refreshing ??= setTimeout(() => this.redraw().finally(() => { this.refreshing = undefined }), SOON)
  }

  /** Fetch the page and put its new parts in place. */
  async redraw () {
    const response = await fetch(location.href).catch(() => null)
    if (!response?.ok || response.redirected) return
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
    renew(this.root, fresh, document.activeElement)
  }

  /** @param {Record<string, string>} texts - the contact is gone, by another page: nothing of it stays here */
  erased (texts) {
    this.socket.disconnect()
    const line = document.createElement('p')
    line.className = 'lead'
    line.textContent = texts[this.words.lang]
    this.root.replaceChildren(line)
    announce(line.textContent)
  }
}
