import { author, parts, text, timeOfDay } from './words.js'

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
    this._marks = (this.words.marks ?? '0 0').split(' ').map(Number)
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
    item.querySelector('.sentmark').textContent = error ? this.words.refused : this._far(id)
    if (id) this._link(item, item.querySelector('[data-text]').textContent)
  }

  /**
   * Say in words how far own messages have come; never aloud.
   *
   * @param {{delivered: number, read: number}} marks - the last ones that the other side has received and read
   */
  mark ({ delivered, read }) {
    this._marks = [delivered, read]
    for (const item of this.list.querySelectorAll('.msg--own[data-id]')) item.querySelector('.sentmark').textContent = this._far(item.dataset.id)
  }

  /**
   * Show a message's new words, and what it said before.
   *
   * @param {{id: number, body: string, edited: string, earlier: {body: string}[]}} message - from the server
   */
  edit ({ id, body, edited, earlier }) {
    const item = this.list.querySelector(`[data-id="${id}"]`)
    if (!item) return
    write(item.querySelector('[data-text]'), body, location.origin)
    item.querySelector('.edited')?.remove()
    const details = this._copy(4)
    this._time(details, edited)
    details.lastElementChild.append(...earlier.map((before) => Object.assign(document.createElement('li'), { textContent: before.body, dir: 'auto' })))
    item.lastElementChild.append(details)
  }

  /** @returns {string} how far a message of that id has come */
  _far (id) {
    const { read, delivered, sent } = this.words
    return id <= this._marks[1] ? read : id <= this._marks[0] ? delivered : sent
  }

  /** Where a file is, or where an own message is changed. */
  _link (item, body, file) {
    const base = file ? this.words.files : this.words.edits
    if (!base || item.querySelector('.filed')) return
    const link = this._copy(file?.small ? 5 : file ? 2 : 3)
    link.firstElementChild.href = base + (file?.file ?? item.dataset.id)
    if (file?.small) this._picture(link.querySelector('img'), `${base + file.file}/kicsi`, file)
    else link.querySelector('span').textContent = file ? file.name : `: ${body.slice(0, 30)}`
    item.lastElementChild.append(link)
  }

  /** The small picture that stands for a photo, as large from the start as it will be: nothing below it moves. */
  _picture (image, src, { name, small: [width, height] }) {
    Object.assign(image, { alt: name, width, height, loading: 'lazy', src })
  }

  _copy (number) {
    return this.templates[number].content.cloneNode(true).firstElementChild
  }

  _find (ref) {
    return this.list.querySelector(`[data-ref="${CSS.escape(ref)}"]`)
  }

  _append (message) {
    const system = message.author === 'system'
    const item = this._copy(system ? 1 : 0)
    const own = !system && this.own(message)
    if (message.id) item.dataset.id = message.id
    write(item.querySelector('[data-text]'), text(message, this.words), location.origin)
    if (system) {
      const symbol = item.querySelector('use')
      symbol.setAttribute('href', symbol.getAttribute('href').replace(/#.*/, `#${message.icon}`))
    } else {
      item.dataset.ref = message.ref
      item.querySelector('b').textContent = own ? this.words.you : author(message, this.words)
      item.classList.toggle('msg--own', own)
      if (own) item.querySelector('.sentmark').textContent = message.unsent ? this.words.unsent : this._far(message.id)
      if (message.file || (own && message.id)) this._link(item, message.body, message.file)
    }
    this._time(item, message.at)
    // What was missed without a connection may come after what is new; it stands before it.
    const later = message.id && Array.from(this.list.children).find((other) => other.dataset.id > message.id)
    this._keepingPlace(() => this.list.insertBefore(item, later || null))
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

/**
 * Write a message's words; addresses of this service become links, any others stay text: nobody is led astray.
 *
 * @param {HTMLElement} place - where they stand
 * @param {string} body - the words
 * @param {string} origin - this service's own
 */
function write (place, body, origin) {
  place.replaceChildren(...parts(body, origin).map((part, at) => at % 2 ? Object.assign(document.createElement('a'), { href: part, textContent: part }) : part))
}
