import { announce } from '../core/announcer.js'
import { Talk } from '../chat/talk.js'
import { Answer } from './answer.js'
import { arrivals } from './arrivals.js'

const SOON = 150
const HERE_EVERY = 30_000

/** The desk: the lists keep themselves up to date, and the open conversation, if there is one, is live. */
export default class Desk extends Talk {
  namespace = '/desk'
  side = 'operator'

  /** @param {HTMLElement} root - the panes */
  constructor (root) {
    super(root)
    this.lists = root.querySelector('[data-desk-lists]')
    if (this.log) this.log.own = (message) => this.wrote(message)
    this.answer = new Answer(root)
    this.start()
    this.socket.on('line', () => this.refresh())
    this.socket.on('erased', (gone) => this.erased(gone))
    setInterval(() => this.socket.connected && this.socket.emit('here', {}), HERE_EVERY)
  }

  auth () {
    return { open: this.words.id || null, after: this.known }
  }

  extra () {
    return { in: this.words.id }
  }

  posted (message) {
    if (this.shown(message)) {
      const news = message.id > this.log.last
      super.posted(message)
      // A colleague who was asked in writes on the same side.
      if (news && message.author === this.side && !this.wrote(message)) announce(this.words.said.replace('{name}', () => message.name).replace('{text}', () => message.body))
    } else if (message.author === 'citizen') {
      const card = this.lists.querySelector(`[data-number="${message.in}"] a`)
      if (card) announce(this.words.elsewhere.replace('{topic}', () => card.textContent))
    }
    this.refresh()
  }

  /**
   * @param {{author: string, name?: string, unsent?: boolean}} message - any
   * @returns {boolean} whether the person at this desk wrote it
   */
  wrote (message) {
    return message.author === this.side && (message.unsent || message.name === this.words.name)
  }

  typing (who) {
    if (this.shown(who)) super.typing(who)
  }

  /** Fetch the lists anew, soon and once however much happens; the focus stays on what it was on. */
  refresh () {
    this.refreshing ??= setTimeout(() => this.redraw().finally(() => { this.refreshing = undefined }), SOON)
  }

  async redraw () {
    const response = await fetch(this.words.lists).catch(() => null)
    if (!response?.ok || response.redirected) return
    const fresh = document.createElement('template')
    fresh.innerHTML = await response.text()
    for (const topic of arrivals(this.lists, fresh.content)) announce(this.words.arrived.replace('{topic}', () => topic))
    const focused = this.lists.contains(document.activeElement) ? document.activeElement : null
    const again = focused?.getAttribute('href') ? `a[href="${CSS.escape(focused.getAttribute('href'))}"]` : focused?.name && `[name="${focused.name}"]`
    this.stand(fresh.content.querySelector('[data-standing]').dataset)
    this.lists.replaceChildren(fresh.content)
    if (again) this.lists.querySelector(again)?.focus({ preventScroll: true })
  }

  /** @param {DOMStringMap} now - how things stand: oneself, the line, the open conversation */
  stand (now) {
    document.querySelector('[data-standing-now]').textContent = now.standing
    document.querySelector('[data-waiting-count]').textContent = now.line
    if (!this.words.answering || now.answering) return
    // Taken back, handed over, ended: said once; what was being written stays to be copied.
    this.words.answering = ''
    this.root.querySelector('[data-stale]').hidden = false
    if (this.form) this.form.elements.body.readOnly = true
    announce(this.words.staleWords)
  }
}
