import { author, text, timeOfDay } from './words.js'

/** @typedef {import('./words.js').Message} Message */

/** The list of messages: an ordered list like a letter, not a live region; new items come from the page's templates. */
export class Log {
  _ids = new Set()

  /**
   * @param {HTMLElement} root - holds `[data-log]`, the templates and the words
   * @param {(message: Message) => boolean} own - whether the reader wrote it
   */
  constructor (root, own) {
    this.words = root.dataset
    this.own = own
    this.list = root.querySelector('[data-log]')
    this.templates = root.querySelectorAll('template')
    this.anchor = root.querySelector('[data-write]')
    for (const item of this.list.children) this._ids.add(Number(item.dataset.id))
  }

  /** @returns {number} the newest message that the page has */
  get last () {
    return Math.max(0, ...this._ids)
  }

  /**
   * Show a message that the server has.
   *
   * @param {Message} message - from the server
   * @returns {boolean} whether it is news to this page
   */
  add (message) {
    if (this._ids.has(message.id)) return false
    this._ids.add(message.id)
    const waiting = this._find(message.ref)
    if (waiting) {
      this.settle(message.ref, message)
      return false
    }
    this._append(message)
    return true
  }

  /**
   * Show an own message before the server has it.
   *
   * @param {{ref: string, body: string}} message - as it was written
   * @param {string} side - the reader's
   */
  addUnsent ({ ref, body }, side) {
    if (!this._find(ref)) this._append({ ref, body, author: side, unsent: true })
  }

  /**
   * Say in words what became of an own message.
   *
   * @param {string} ref - its name
   * @param {{id?: number, at?: string, error?: string}} answer - the server's
   */
  settle (ref, { id, at, error }) {
    const item = this._find(ref)
    if (!item) return
    if (id) {
      this._ids.add(id)
      item.dataset.id = id
      this._time(item, at)
    }
    item.querySelector('.sentmark').textContent = error ? this.words.refused : this.words.sent
  }

  _find (ref) {
    return this.list.querySelector(`[data-ref="${CSS.escape(ref)}"]`)
  }

  _append (message) {
    const system = message.author === 'system'
    const item = this.templates[system ? 1 : 0].content.cloneNode(true).firstElementChild
    const own = !system && this.own(message)
    if (message.id) item.dataset.id = message.id
    item.querySelector('[data-text]').textContent = text(message, this.words)
    if (system) {
      const symbol = item.querySelector('use')
      symbol.setAttribute('href', symbol.getAttribute('href').replace(/#.*/, `#${message.icon}`))
    } else {
      item.dataset.ref = message.ref
      item.querySelector('b').textContent = own ? this.words.you : author(message, this.words)
      item.classList.toggle('msg--own', own)
      if (own) item.querySelector('.sentmark').textContent = message.unsent ? this.words.unsent : this.words.sent
    }
    this._time(item, message.at)
    this._keepingPlace(() => this.list.append(item))
  }

  _time (item, at) {
    const time = item.querySelector('time')
    if (!at) return
    time.dateTime = at
    time.textContent = timeOfDay(at, this.words)
  }

  /** What one is writing in stays where it is, however the list above it grows. */
  _keepingPlace (change) {
    const before = this.anchor?.getBoundingClientRect().top
    change()
    if (this.anchor && before < innerHeight) scrollBy(0, this.anchor.getBoundingClientRect().top - before)
  }
}
