import { copyOf, find, findAll, wordsOf } from '../core/dom.js'
import { author, parts, text, timeOfDay } from './words.js'

/** @typedef {import('./words.js').Message} Message */
/** @typedef {import('./words.js').Attached} Attached */
/** @typedef {Pick<Message, 'ref' | 'body' | 'author'> & Partial<Message> & {unsent?: boolean}} Shown - stored, or not yet */

/** The list of messages: an ordered list like a letter, not a live region; new items come from the page's templates. */
export class Log {
  /** @type {Set<number>} */
  _ids = new Set()

  /**
   * @param {HTMLElement} root - holds `[data-log]`, the templates and the words
   * @param {(message: Shown) => boolean} own - whether the reader wrote it
   */
  constructor (root, own) {
    this.root = root
    this.words = wordsOf(root)
    this.own = own
    this.list = find(root, '[data-log]')
    this.anchor = root.querySelector('[data-write]')
    for (const item of this._items()) this._ids.add(Number(item.dataset.id))
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
      item.dataset.id = String(id)
      this._time(item, at)
    }
    find(item, '.sentmark').textContent = error ? this.words.refused : this._far(id)
    if (id) this._link(item, find(item, '[data-text]').textContent)
  }

  /**
   * Say in words how far own messages have come; never aloud.
   *
   * @param {{delivered: number, read: number}} marks - the last ones that the other side has received and read
   */
  mark ({ delivered, read }) {
    this._marks = [delivered, read]
    for (const item of findAll(this.list, '.msg--own[data-id]')) find(item, '.sentmark').textContent = this._far(Number(item.dataset.id))
  }

  /**
   * Show a message's new words, and what it said before.
   *
   * @param {{id: number, body: string, edited: string, earlier: {body: string}[]}} message - from the server
   */
  edit ({ id, body, edited, earlier }) {
    const item = this.list.querySelector(`[data-id="${id}"]`)
    if (!item) return
    write(find(item, '[data-text]'), body, location.origin)
    item.querySelector('.edited')?.remove()
    const details = this._copy('edited')
    this._time(details, edited)
    last(details).append(...earlier.map((before) => Object.assign(document.createElement('li'), { textContent: before.body, dir: 'auto' })))
    last(item).append(details)
  }

  /**
   * @param {number} [id] - of an own message; none before the server has it
   * @returns {string} how far it has come
   */
  _far (id = NaN) {
    const { read, delivered, sent } = this.words
    return id <= this._marks[1] ? read : id <= this._marks[0] ? delivered : sent
  }

  /**
   * Show where a file is, or where an own message is changed.
   *
   * @param {HTMLElement} item - the message
   * @param {string} body - its words
   * @param {Attached} [file] - its file
   */
  _link (item, body, file) {
    const base = file ? this.words.files : this.words.edits
    if (!base || item.querySelector('.filed')) return
    const link = this._copy(file?.small ? 'photo' : file ? 'file' : 'edit')
    /** @type {HTMLAnchorElement} */
    const anchor = find(link, 'a')
    anchor.href = base + (file?.file ?? item.dataset.id)
    if (file?.small) this._picture(find(link, 'img'), `${base + file.file}/kicsi`, file.name, file.small)
    else find(link, 'span').textContent = file ? file.name : `: ${body.slice(0, 30)}`
    last(item).append(link)
  }

  /**
   * Show the small picture that stands for a photo, as large from the start as it will be: nothing below it moves.
   *
   * @param {HTMLImageElement} image - its place
   * @param {string} src - where it is
   * @param {string} name - the photo's
   * @param {[number, number]} size - its width and height
   */
  _picture (image, src, name, [width, height]) {
    Object.assign(image, { alt: name, width, height, loading: 'lazy', src })
  }

  /**
   * @param {'message' | 'system' | 'file' | 'photo' | 'edit' | 'edited'} name - one of the page's templates
   * @returns {HTMLElement} a new copy of it
   */
  _copy (name) {
    return copyOf(this.root, `template[data-template=${name}]`)
  }

  /** @returns {HTMLElement[]} the messages that the page shows */
  _items () {
    return findAll(this.list, ':scope > li')
  }

  /**
   * @param {string} ref - a message's name
   * @returns {HTMLElement | null} the message, if the page shows it
   */
  _find (ref) {
    return this.list.querySelector(`[data-ref="${CSS.escape(ref)}"]`)
  }

  /** @param {Shown} message - new to the page */
  _append (message) {
    const system = message.author === 'system'
    const item = this._copy(system ? 'system' : 'message')
    const own = !system && this.own(message)
    if (message.id) item.dataset.id = String(message.id)
    write(find(item, '[data-text]'), text(message, this.words), location.origin)
    if (system) {
      /** @type {SVGUseElement} */
      const symbol = find(item, 'use')
      symbol.setAttribute('href', (symbol.getAttribute('href') ?? '').replace(/#.*/, `#${message.icon}`))
    } else {
      this._fill(item, message, own)
    }
    this._time(item, message.at)
    // What was missed without a connection may come after what is new; it stands before it.
    const { id } = message
    const later = id ? this._items().find((other) => Number(other.dataset.id) > id) : null
    this._keepingPlace(() => this.list.insertBefore(item, later ?? null))
  }

  /**
   * @param {HTMLElement} item - a new item of the list
   * @param {Shown} message - a person's
   * @param {boolean} own - whether the reader wrote it
   */
  _fill (item, message, own) {
    item.dataset.ref = message.ref
    find(item, 'b').textContent = own ? this.words.you : author(message, this.words)
    item.classList.toggle('msg--own', own)
    if (own) find(item, '.sentmark').textContent = message.unsent ? this.words.unsent : this._far(message.id)
    if (message.file || (own && message.id)) this._link(item, message.body, message.file)
  }

  /**
   * @param {HTMLElement} item - has a place for a time
   * @param {string} [at] - the moment; nothing is said of one that nobody knows
   */
  _time (item, at) {
    if (!at) return
    /** @type {HTMLTimeElement} */
    const time = find(item, 'time')
    time.dateTime = at
    time.textContent = timeOfDay(at, this.words)
  }

  /**
   * Change the list so that what one is writing in stays where it is, however the list above it grows.
   *
   * @param {() => void} change - of the list
   */
  _keepingPlace (change) {
    const before = this.anchor?.getBoundingClientRect().top ?? Infinity
    change()
    if (this.anchor && before < innerHeight) scrollBy(0, this.anchor.getBoundingClientRect().top - before)
  }
}

/**
 * @param {Element} item - has parts
 * @returns {Element} the last of them
 */
function last (item) {
  return item.children[item.children.length - 1]
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
