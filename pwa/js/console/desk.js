import { announce } from '../core/announcer.js'
import { Talk } from '../chat/talk.js'
import { arrivals } from './arrivals.js'

const SOON = 150

/** The desk: the lists keep themselves up to date, and the open conversation, if there is one, is live. */
export default class Desk extends Talk {
  namespace = '/desk'
  side = 'operator'

  /** @param {HTMLElement} root - the panes */
  constructor (root) {
    super(root)
    this.lists = root.querySelector('[data-desk-lists]')
    this.start()
    this.socket.on('line', () => this.refresh())
  }

  auth () {
    return { open: this.words.id || null, after: this.log?.last ?? 0 }
  }

  extra () {
    return { in: this.words.id }
  }

  posted (message) {
    if (String(message.in) === this.words.number) {
      super.posted(message)
    } else if (message.author === 'citizen') {
      const card = this.lists.querySelector(`[data-number="${message.in}"] a`)
      if (card) announce(this.words.elsewhere.replace('{topic}', () => card.textContent))
    }
    this.refresh()
  }

  typing (who) {
    if (String(who.in) === this.words.number) super.typing(who)
  }

  /** Fetch the lists anew, soon and once however much happens; the focus stays on the conversation that it was on. */
  refresh () {
    this.refreshing ??= setTimeout(() => this.redraw().finally(() => { this.refreshing = undefined }), SOON)
  }

  async redraw () {
    const response = await fetch(this.words.lists).catch(() => null)
    if (!response?.ok || response.redirected) return
    const fresh = document.createElement('template')
    fresh.innerHTML = await response.text()
    for (const topic of arrivals(this.lists, fresh.content)) announce(this.words.arrived.replace('{topic}', () => topic))
    const focused = this.lists.contains(document.activeElement) && document.activeElement.getAttribute('href')
    this.lists.replaceChildren(fresh.content)
    if (focused) this.lists.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true })
  }
}
