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
    this.answer = new Answer(root)
    this.start()
    this.socket.on('line', () => this.refresh())
    this.socket.on('erased', (gone) => this.erased(gone))
    setInterval(() => this.socket.connected && this.socket.emit('here', {}), HERE_EVERY)
  }

  auth () {
    return { open: this.words.id || null, after: this.log?.last ?? 0 }
  }

  extra () {
    return { in: this.words.id }
  }

  posted (message) {
    if (this.isOpen(message)) {
      super.posted(message)
    } else if (message.author === 'citizen') {
      const card = this.lists.querySelector(`[data-number="${message.in}"] a`)
      if (card) announce(this.words.elsewhere.replace('{topic}', () => card.textContent))
    }
    this.refresh()
  }

  /**
   * @param {{in: number}} what - was said of a conversation
   * @returns {boolean} whether it is the open one
   */
  isOpen (what) {
    return String(what.in) === this.words.number
  }

  /** @param {{in: number, texts: Record<string, string>}} gone - a conversation that its citizen has erased */
  erased (gone) {
    this.refresh()
    if (!this.isOpen(gone)) return
    this.outbox.clear()
    const line = Object.assign(document.createElement('h2'), { id: 'talk-title', textContent: gone.texts[this.words.lang] })
    this.root.querySelector('.pane--talk').replaceChildren(line)
    this.root.querySelector('aside.pane').replaceChildren()
    announce(line.textContent)
  }

  typing (who) {
    if (this.isOpen(who)) super.typing(who)
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
