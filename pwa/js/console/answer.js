import { announce } from '../core/announcer.js'
import { check } from '../chat/guard.js'
import { learn } from '../chat/own.js'
import { fieldOf, find, findAll, wordsOf } from '../core/dom.js'
import { heldBack } from '../guard/hold.js'
import { Draft } from './drafts.js'
import { command } from './shortcuts.js'
import { insertText } from './insertion.js'

/** The answer that is being written: inserting texts, searching, and the check before it is sent. */
export class Answer {
  /**
   * Start before whoever sends the form listens to it: what is not to be sent is stopped here.
   *
   * @param {HTMLElement} root - the panes
   */
  constructor (root) {
    this.root = root
    this.words = wordsOf(root)
    this.draft = new Draft(sessionStorage, this.words.id)
    /** @type {HTMLFormElement | null} */
    this.form = root.querySelector('[data-write]')
    this.field = this.form ? fieldOf(this.form, 'body') : null
    if (this.words.keys) {
      this.showKeys(root)
      this.follow()
      document.addEventListener('keydown', (event) => this.pressed(event))
    }
    if (this.form && this.field) this._listen(this.form, this.field)
  }

  /**
   * @param {HTMLFormElement} form - in which the answer is written
   * @param {HTMLTextAreaElement} field - its text
   */
  _listen (form, field) {
    if (!field.value.trim()) field.value = this.draft.read()
    field.addEventListener('input', () => this.draft.keep(field.value))
    field.addEventListener('focus', () => learn(), { once: true })
    form.addEventListener('submit', (event) => this.beforeSending(event, field))
    // Whatever has become of the field when all have heard of the sending is what is left to be written.
    addEventListener('submit', () => this.draft.keep(field.value))
  }

  /** What was being written belongs to a conversation that is no more. */
  forget () {
    if (this.field) this.field.value = ''
    this.draft.keep('')
  }

  /**
   * @param {SubmitEvent} event - the answer is sent, or one of its side doors was used
   * @param {HTMLTextAreaElement} field - the answer
   */
  beforeSending (event, field) {
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter)
    if (button?.dataset.put) {
      this.put(field, button.dataset.put)
    } else if (button?.hasAttribute('formaction')) {
      this.search()
    } else if (heldBack(event)) {
      return
    } else if (!this.warned(field.value) || button?.name === 'sure') {
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
    const place = find(this.root, '[data-guarded]')
    const waits = findings.length > 0 && body !== this.decided
    this.decided = body
    const line = document.createElement('p')
    line.textContent = this.words.guard.replace('{numbers}', () => findings.map(({ start, end }) => body.slice(start, end)).join(', '))
    place.replaceChildren(...waits ? [line] : [])
    return waits
  }

  /**
   * @param {HTMLTextAreaElement} field - the answer
   * @param {string} text - is put where the cursor is; the first gap in it is ready to be filled
   */
  put (field, text) {
    const { selectionStart, selectionEnd, value } = field
    const { value: after, start, end } = insertText(value, selectionStart, selectionEnd, text)
    field.value = after
    field.focus()
    field.setSelectionRange(start, end)
    this.draft.keep(after)
    announce(this.words.putIn)
  }

  /** Ask what the town knows, without leaving the page. */
  async search () {
    /** @type {HTMLInputElement} */
    const question = find(this.root, '[data-search]')
    const response = await fetch(`${this.words.knowledge}&q=${encodeURIComponent(question.value)}`).catch(() => null)
    if (!response?.ok || response.redirected) return
    const place = find(this.root, '[data-matters]')
    place.innerHTML = await response.text()
    if (this.words.keys) this.showKeys(place)
    const topics = findAll(place, 'h3, summary').map((heading) => heading.textContent).join('; ')
    announce(topics ? this.words.results.replace('{topics}', () => topics) : this.words.noResults)
  }

  /** @param {ParentNode} scope - where keys stand beside what they do */
  showKeys (scope) {
    for (const key of findAll(scope, '[data-keys]')) key.hidden = false
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
    /** @type {(css: string) => HTMLElement | null} */
    const first = (css) => this.root.querySelector(css)
    switch (name) {
      case 'newest': return this.newest()
      case 'answer': return this.field
      case 'search': return first('[data-search]')
      case 'reply': return first(`[data-reply="${number}"]`)
      case 'lists': return first('[data-desk-lists]')
      case 'next': return this.neighbour(1)
      case 'previous': return this.neighbour(-1)
      default: return first(`[data-first="${name}"]`)
    }
  }

  /** @returns {HTMLElement | null} the last message, which says while it has the focus who wrote it and when */
  newest () {
    const item = this.last()
    if (!item) return null
    // Its name goes with the focus: asked for again, the focus goes before the name is given.
    if (item === document.activeElement) item.blur()
    // Without a name a screen reader says some of a list item's parts and leaves its author out.
    item.setAttribute('aria-label', item.innerText.replace(/\s+/g, ' '))
    item.addEventListener('blur', () => item.removeAttribute('aria-label'), { once: true })
    return item
  }

  /** @returns {HTMLElement | null} the last message, ready to take the focus */
  last () {
    /** @type {HTMLElement | null} */
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
   * @returns {HTMLElement | null | undefined} the link to the conversation after or before this one, round and round
   */
  neighbour (step) {
    const own = findAll(this.root, '[data-list="own"] > li')
    const here = own.findIndex((item) => item.dataset.id === this.words.id)
    const at = here < 0 ? 0 : (here + step + own.length) % own.length
    return own[at]?.querySelector('a')
  }
}
