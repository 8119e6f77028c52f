import { io } from 'socket.io-client'
import { announce } from '../core/announcer.js'
import { Component } from '../core/component.js'
import { fieldOf, find, findAll, wordsOf } from '../core/dom.js'
import { Log } from './log.js'
import { newRef, Outbox } from './outbox.js'
import { PATIENCE, Sender } from './sender.js'
import { spoken } from './words.js'

const TYPING_EVERY = 3000
const TYPING_SHOWN = 6000
const SEEN_AFTER = 1500

/** @typedef {import('./words.js').Message} Message */
/** @typedef {import('./sender.js').Verdict} Verdict */
/** @typedef {import('socket.io-client').Socket} Socket */
/** @typedef {import('socket.io-client').ManagerOptions & import('socket.io-client').SocketOptions} LineOptions */
/** @typedef {(namespace: string, options: Partial<LineOptions>) => Socket} Connect */

/** Makes a conversation's page live. The page works without it; the words come from the page. */
export class Talk extends Component {
  /** Up to which message this page has all: a new one may come in before older ones that were missed. */
  known = 0
  /** Whether all that was missed before the live line has come. */
  greeted = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  telling = undefined
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  typed = undefined

  /**
   * Connect. What comes in is heard once `start` was called, which comes before the first message can.
   *
   * @param {HTMLElement} root - the conversation
   * @param {string} [side] - the reader's: citizen or operator
   * @param {string} [namespace] - of the live line
   * @param {Connect} [connect] - opens the live line
   */
  constructor (root, side = 'citizen', namespace = '/chat', connect = io) {
    super(root)
    this.side = side
    this.words = wordsOf(root)
    /** @type {HTMLFormElement | null} */
    this.form = root.querySelector('[data-write]')
    this.log = root.querySelector('[data-log]') ? new Log(root, (message) => message.author === this.side) : null
    this.outbox = new Outbox(this.storage, this.words.id)
    this.sender = new Sender(this.outbox, (message) => this.deliver(message), (ref, answer) => this.settled(ref, answer))
    this.know()
    this.socket = connect(namespace, { transports: ['websocket'], auth: (give) => give(this.auth()) })
  }

  /** @returns {Storage} where what could not be sent waits */
  get storage () {
    return localStorage
  }

  /** Listen, and send what an earlier page could not. */
  start () {
    this.socket
      .on('connect', () => { this.live(true); this.sender.flush(); this.seen() })
      .on('disconnect', () => { this.greeted = false; this.live(false) })
      .on('greeted', () => { this.greeted = true; this.know() })
      .on('connect_error', () => this.live(false))
      .on('posted', (message) => this.posted(message))
      .on('typing', (who) => this.typing(who))
      .on('edited', (message) => this.shown(message) && this.log?.edit(message))
      .on('marks', (marks) => this.shown(marks) && this.log?.mark(marks))
    addEventListener('online', () => this.socket.connect())
    document.addEventListener('visibilitychange', () => { if (!document.hidden) { this.socket.connect(); this.seen() } })
    if (this.form) this._write(this.form)
  }

  /** @returns {object} who this page is for, and the last message that it has */
  auth () {
    return { id: this.words.id, after: this.known }
  }

  /** Note up to which message this page has all: a new one may come in before older ones that were missed. */
  know () {
    this.known = this.log?.last ?? 0
  }

  /** @param {HTMLFormElement} form - in which messages are written */
  _write (form) {
    const field = fieldOf(form, 'body')
    for (const message of this.outbox.messages) this.log?.addUnsent(message, this.side)
    form.addEventListener('submit', (event) => {
      const body = field.value.trim()
      // The server says best what is wrong with an empty or an overlong message.
      if (!body || body.length > Number(this.words.longest)) return
      event.preventDefault()
      field.value = ''
      this.send(body)
    })
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      form.requestSubmit()
    })
    let told = 0
    field.addEventListener('input', () => {
      if (!this.socket.connected || Date.now() - told < TYPING_EVERY) return
      told = Date.now()
      this.socket.emit('typing', this.extra())
    })
  }

  /** @returns {object} what goes with everything that this page sends */
  extra () {
    return {}
  }

  /** @param {string} body - the words to send */
  send (body) {
    const message = { ref: newRef(), body }
    this.outbox.add(message.ref, body)
    this.log?.addUnsent(message, this.side)
    if (!this.socket.connected) announce(this.words.kept)
    this.sender.flush()
  }

  /**
   * @param {{ref: string, body: string}} message - one of the outbox
   * @returns {Promise<Verdict>} the server's answer
   */
  deliver (message) {
    if (!this.socket.connected) return Promise.reject(new Error('offline'))
    return this.socket.timeout(PATIENCE).emitWithAck('post', { ...message, ...this.extra() })
  }

  /**
   * @param {string} ref - an own message
   * @param {Verdict} answer - what became of it
   */
  settled (ref, answer) {
    this.log?.settle(ref, answer)
    if (answer.error) announce(this.words.refused)
  }

  /** @param {Message} message - stored, and new to this page or not */
  posted (message) {
    this.sender.confirm(message.ref, message)
    const news = this.log?.add(message)
    if (this.greeted) this.know()
    if (!news) return
    this.seen()
    const said = spoken(message, this.side, this.words)
    if (!said) return
    this._hush()
    announce(said)
  }

  /**
   * @param {{in?: number}} news - of one conversation; a desk hears several
   * @returns {boolean} whether it is of the one that this page shows
   */
  shown (news) {
    return this.log !== null && (!news.in || String(news.in) === this.words.number)
  }

  /** Tell the other side, a little later and at once for all, how far this page has come and its reader has seen. */
  seen () {
    clearTimeout(this.telling)
    this.telling = setTimeout(() => {
      const last = this.log?.last
      if (last) this.socket.volatile.emit('seen', { delivered: last, read: document.hidden ? 0 : last, ...this.extra() })
    }, SEEN_AFTER)
  }

  /** @param {{name?: string}} who - is writing; seen only, because hearing it again and again would disturb */
  typing ({ name = '' }) {
    const line = find(this.root, '[data-typing-line]')
    find(line, ':scope > :last-child').textContent = this.words.typing.replace('{name}', name)
    line.hidden = false
    clearTimeout(this.typed)
    this.typed = setTimeout(() => this._hush(), TYPING_SHOWN)
  }

  /** Nobody is writing any more. */
  _hush () {
    /** @type {HTMLElement | null} */
    const line = this.root.querySelector('[data-typing-line]')
    if (line) line.hidden = true
  }

  /** @param {boolean} connected - whether the page is live; what only one way needs is shown only then */
  live (connected) {
    for (const part of findAll(this.root, '[data-live-only]')) part.hidden = !connected
    for (const part of findAll(this.root, '[data-plain-only]')) part.hidden = connected
  }
}
