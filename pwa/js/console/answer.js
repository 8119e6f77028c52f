import { announce } from '../core/announcer.js'
import { check } from '../chat/guard.js'
import { learn } from '../chat/own.js'
import { heldBack } from '../guard/hold.js'
import { Draft } from './drafts.js'
import { command } from './keys.js'
import { putIn } from './putting.js'

/** The answer that is being written: what is put into it, what is searched for it, and a last look before it is sent. */
export class Answer {
  /**
   * Start before whoever sends the form listens to it: what is not to be sent is stopped here.
   *
   * @param {HTMLElement} root - the panes
   */
  constructor (root) {
    this.root = root
    this.words = root.dataset
    this.form = root.querySelector('[data-write]')
    this.field = this.form?.elements.body
    if (this.words.keys) {
      this.showKeys(root)
      this.follow()
      document.addEventListener('keydown', (event) => this.pressed(event))
    }
    if (this.field) this._listen()
  }

  _listen () {
    this.draft = new Draft(sessionStorage, this.words.id)
    if (!this.field.value.trim()) this.field.value = this.draft.read()
    this.field.addEventListener('input', () => this.draft.keep(this.field.value))
    this.field.addEventListener('focus', () => learn(), { once: true })
    this.form.addEventListener('submit', (event) => this.beforeSending(event))
    // Whatever has become of the field when all have heard of the sending is what is left to be written.
    addEventListener('submit', () => this.draft.keep(this.field.value))
  }

  /** What was being written belongs to a conversation that is no more. */
  forget () {
    this.field.value = ''
    this.draft.keep('')
  }

  /** @param {SubmitEvent} event - the answer is sent, or one of its side doors was used */
  beforeSending (event) {
    const button = event.submitter
    if (button?.dataset.put) {
      this.put(button.dataset.put)
    } else if (button?.hasAttribute('formaction')) {
      this.search()
    } else if (heldBack(event)) {
      return
    } else if (!this.warned(this.field.value) || button?.name === 'sure') {
      return
    }
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  /**
   * Warn once of what looks like somebody's own case; the same words sent again are the operator's decision.
   *
   * @param {string} body - the answer
   * @returns {boolean} whether it waits for that decision
   */
  warned (body) {
    const { findings } = check(body)
    const place = this.root.querySelector('[data-guarded]')
    const waits = findings.length > 0 && body !== this.decided
    this.decided = body
    const line = document.createElement('p')
    line.textContent = this.words.guard.replace('{numbers}', () => findings.map(({ start, end }) => body.slice(start, end)).join(', '))
    place.replaceChildren(...waits ? [line] : [])
    return waits
  }

  /** @param {string} text - is put where the cursor is; the first gap in it is ready to be filled */
  put (text) {
    const { selectionStart, selectionEnd, value } = this.field
    const { value: after, start, end } = putIn(value, selectionStart, selectionEnd, text)
    this.field.value = after
    this.field.focus()
    this.field.setSelectionRange(start, end)
    this.draft.keep(after)
    announce(this.words.putIn)
  }

  /** Ask what the town knows, without leaving the page. */
  async search () {
    const question = this.root.querySelector('[data-search]').value
    const response = await fetch(`${this.words.knowledge}&q=${encodeURIComponent(question)}`).catch(() => null)
    if (!response?.ok || response.redirected) return
    const place = this.root.querySelector('[data-matters]')
    place.innerHTML = await response.text()
    if (this.words.keys) this.showKeys(place)
    const topics = Array.from(place.querySelectorAll('h3, summary'), (heading) => heading.textContent).join('; ')
    announce(topics ? this.words.results.replace('{topics}', () => topics) : this.words.noResults)
  }

  /** @param {ParentNode} scope - where keys stand beside what they do */
  showKeys (scope) {
    for (const key of scope.querySelectorAll('[data-keys]')) key.hidden = false
  }

  /** @param {KeyboardEvent} event - any key */
  pressed (event) {
    const wanted = command(event)
    const target = wanted && this.target(wanted)
    if (!target) return
    event.preventDefault()
    if (target.matches('button, .line a')) {
      target.click()
    } else {
      // Asked for again it is said again: a screen reader is silent about what has the focus already.
      if (target === document.activeElement) target.blur()
      target.focus()
      target.scrollIntoView({ block: 'nearest' })
    }
  }

  /**
   * @param {{name: string, number?: number}} wanted - a command
   * @returns {HTMLElement | null | undefined} what it is about: a button to press, a place to go to
   */
  target ({ name, number }) {
    const find = (css) => this.root.querySelector(css)
    switch (name) {
      case 'newest': return this.newest()
      case 'answer': return this.field
      case 'search': return find('[data-search]')
      case 'reply': return find(`[data-reply="${number}"]`)
      case 'lists': return find('[data-desk-lists]')
      case 'next': return this.neighbour(1)
      case 'previous': return this.neighbour(-1)
      default: return find(`[data-first="${name}"]`)
    }
  }

  /** @returns {HTMLElement | null} the last message, which says while it has the focus who wrote it and when */
  newest () {
    const item = this.last()
    // Its name goes with the focus: asked for again, the focus goes before the name is given.
    if (item === document.activeElement) item?.blur()
    // Without a name a screen reader says some of a list item's parts and leaves its author out.
    item?.setAttribute('aria-label', item.innerText.replace(/\s+/g, ' '))
    item?.addEventListener('blur', () => item.removeAttribute('aria-label'), { once: true })
    return item
  }

  /** @returns {HTMLElement | null} the last message, ready to take the focus */
  last () {
    const item = this.root.querySelector('[data-log] > li:last-child')
    if (item) item.tabIndex = -1
    return item
  }

  /** Ready each last message as it comes: a screen reader misses a focus on what has only just become able to take it. */
  follow () {
    const log = this.root.querySelector('[data-log]')
    if (!log) return
    this.last()
    new MutationObserver(() => this.last()).observe(log, { childList: true })
  }

  /**
   * @param {number} step - 1 or -1
   * @returns {HTMLElement | undefined} the link to the conversation after or before this one, round and round
   */
  neighbour (step) {
    const own = [...this.root.querySelectorAll('[data-list="own"] > li')]
    const here = own.findIndex((item) => item.dataset.id === this.words.id)
    const at = here < 0 ? 0 : (here + step + own.length) % own.length
    return own[at]?.querySelector('a')
  }
}
