import { announce } from '../core/announcer.js'
import { fieldOf, find, findAll, wordsOf } from '../core/dom.js'
import { Outbox } from '../chat/outbox.js'
import { PATIENCE, Sender } from '../chat/sender.js'
import { Talk } from '../chat/talk.js'
import { spoken } from '../chat/words.js'
import { Answer } from './answer.js'
import { arrivals } from './arrivals.js'
import { Draft } from './drafts.js'
import { followed, Lists } from './lists.js'
import { ConnectionNotice } from './connection-notice.js'

const SOON = 150
const HERE_EVERY = 30_000
/** More newcomers at once, as after a lost connection, are only counted: nobody listens to a hundred names. */
const NAMED = 3

/** @typedef {import('../chat/words.js').Message} Message */

/** The desk: the lists keep themselves up to date, and the open conversation, if there is one, is live. */
export default class Desk extends Talk {
  drawn = Promise.resolve()
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  refreshing = undefined
  /** @type {Set<string> | undefined} */
  followed = undefined

  /**
   * @param {HTMLElement} root - the panes
   * @param {import('../chat/talk.js').Connect} [connect] - opens the live line
   */
  constructor (root, connect) {
    super(root, 'operator', '/desk', connect)
    this.lists = new Lists(find(root, '[data-desk-lists]'))
    if (this.log) this.log.own = (message) => this.wrote(message)
    this.answer = new Answer(root)
    this.line = new ConnectionNotice()
    this.start()
    this.socket
      .on('connect', () => { this.line.back(); this.followed = followed(this.lists.root); this.sendOthers() })
      .on('greeted', () => this.refresh())
      .on('disconnect', (reason) => {
        this.line.lost()
        // Thrown out by the server: asking again tells why.
        if (reason === 'io server disconnect') this.socket.connect()
      })
      .on('connect_error', ({ message }) => this.line.refused(message))
      .on('line', () => this.refresh())
      .on('erased', (gone) => this.erased(gone))
    setInterval(() => { if (this.socket.connected) { this.socket.emit('here', {}); this.refresh() } }, HERE_EVERY)
  }

  /**
   * @override
   * @returns {Storage} the tab's: nothing of a citizen stays in the office's computer when the tab is closed
   */
  get storage () {
    return sessionStorage
  }

  /**
   * @override
   * @returns {object} the open conversation, if there is one, and the last message that the page has of it
   */
  auth () {
    return { open: this.words.id || null, after: this.known }
  }

  /**
   * @override
   * @returns {object} whose desk it is; what is sent from here was looked at by the guard, and by its writer
   */
  extra () {
    return { in: this.words.id, sure: true }
  }

  /** Send what was written in other conversations without a connection; what is refused is given back as a draft. */
  sendOthers () {
    const ids = Object.keys(sessionStorage).filter((key) => key.startsWith('unsent-')).map((key) => key.slice('unsent-'.length))
    for (const id of ids.filter((one) => one !== this.words.id)) {
      const outbox = new Outbox(sessionStorage, id)
      const words = new Map(outbox.messages.map(({ ref, body }) => [ref, body]))
      new Sender(outbox, (message) => this.socket.timeout(PATIENCE).emitWithAck('post', { ...message, in: id }), (ref, { error }) => {
        if (!error) return
        const draft = new Draft(sessionStorage, id)
        draft.keep([draft.read(), words.get(ref)].filter(Boolean).join('\n\n'))
        announce(this.words.refused)
      }).flush()
    }
  }

  /**
   * @override
   * @param {Message} message - of any conversation that this desk hears
   */
  posted (message) {
    if (this.shown(message)) {
      const news = message.id > (this.log?.last ?? 0)
      super.posted(message)
      // A colleague who was asked in writes on the same side.
      if (news && message.author === this.side && !this.wrote(message)) {
        announce(this.words.said.replace('{name}', () => message.name ?? '').replace('{text}', () => message.body))
      }
    } else {
      this.elsewhere(message)
    }
    this.refresh()
  }

  /** @param {Message} message - of another one of the person's conversations: said with its name */
  elsewhere (message) {
    const topic = message.in && this.lists.topicOf(message.in)
    if (!topic) return
    if (message.author === 'citizen') announce(this.words.elsewhere.replace('{topic}', () => topic))
    if (message.author === 'system') announce(`${spoken(message, this.side, this.words)} ${topic}`)
  }

  /**
   * @param {{author: string, name?: string, unsent?: boolean}} message - any
   * @returns {boolean} whether the person at this desk wrote it
   */
  wrote (message) {
    return message.author === this.side && (message.unsent === true || message.name === this.words.name)
  }

  /**
   * @override
   * @param {{name?: string, in?: number}} who - is writing, in any conversation that this desk hears
   */
  typing (who) {
    if (this.shown(who)) super.typing(who)
  }

  /** Fetch the lists again, soon and once however much happens; what happens while they come is fetched after that. */
  refresh () {
    this.refreshing ??= setTimeout(() => {
      this.refreshing = undefined
      this.drawn = this.drawn.then(() => this.redraw())
    }, SOON)
  }

  /** Fetch the lists and show how things stand now. */
  async redraw () {
    const response = await fetch(this.words.lists).catch(() => null)
    if (response?.redirected || response?.status === 403) this.line.refused('not-signed-in')
    if (!response?.ok || response.redirected) return
    const fresh = document.createElement('template')
    fresh.innerHTML = await response.text()
    const came = arrivals(this.lists.root, fresh.content)
    if (came.length > NAMED) announce(this.words.many.replace('{count}', String(came.length)))
    else for (const topic of came) announce(this.words.arrived.replace('{topic}', () => topic))
    this.stand(wordsOf(find(fresh.content, '[data-standing]')))
    const lost = this.lists.draw(fresh.content)
    if (lost) announce(this.words.gone.replace('{topic}', () => lost))
    this.follow()
  }

  /** Hear, and say aloud, what was given to this person since the desk was opened. */
  follow () {
    const now = followed(this.lists.root)
    for (const id of now) {
      if (this.followed?.has(id)) continue
      this.socket.emit('follow', { in: id })
      announce(this.words.given.replace('{topic}', () => find(this.lists.root, `[data-id="${CSS.escape(id)}"] a`).textContent))
    }
    this.followed = now
  }

  /** @param {import('../core/dom.js').Words} now - how things stand: oneself, the hours, the line, the open conversation */
  stand (now) {
    find(document, '[data-standing-now]').textContent = now.standing
    find(document, '[data-waiting-count]').textContent = now.line
    find(document, '[data-hours-now]').textContent = now.hours
    if (now.stands === this.words.stands) return
    const stopped = this.words.answering && !now.answering
    // Given to this desk, taken by another, ended: a page that only looks on can be opened again.
    if (stopped || !this.words.answering) this.stop(stopped ? 'stale' : 'moved', this.words[stopped ? 'staleWords' : 'movedWords'])
    Object.assign(this.words, { stands: now.stands, answering: now.answering })
  }

  /**
   * Say once that the page is out of date; what was being written stays to be copied.
   *
   * @param {string} note - which note to show
   * @param {string} words - what to say aloud
   */
  stop (note, words) {
    find(this.root, `[data-${note}]`).hidden = false
    if (this.form) fieldOf(this.form, 'body').readOnly = true
    announce(words)
  }

  /** @param {{in: number, texts: Record<string, string>}} gone - a conversation that its citizen has erased */
  erased ({ in: number, texts }) {
    this.refresh()
    if (String(number) !== this.words.number) return
    this.outbox.clear()
    for (const part of findAll(this.root, '[data-log], [data-citizens]')) part.replaceChildren()
    for (const topic of findAll(document, '[data-topic], title')) topic.textContent = texts[this.words.lang]
    if (this.form) this.answer.forget()
    Object.assign(this.words, { stands: '', answering: '' })
    this.stop('stale', texts[this.words.lang])
  }
}
