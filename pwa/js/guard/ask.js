import { check, without } from '../chat/guard.js'
import { learn } from '../chat/own.js'
import { Component } from '../core/component.js'
import { copyOf, fieldOf, find, wordsOf } from '../core/dom.js'
import { heldBack } from './hold.js'

/** @typedef {{value: string, verdict: string, findings: import('../chat/guard.js').Finding[]}} Judged - a field's text */

/**
 * Checks the texts of a form on the device before they are sent. When something is found it shows a question and moves
 * the focus there, so that it is announced once; the texts stay in their fields.
 *
 * @extends {Component<HTMLFormElement>}
 */
export default class Ask extends Component {
  /** @param {HTMLFormElement} root - the form; its `data-guarded` names the fields */
  constructor (root) {
    super(root)
    const { kinds, guarded } = wordsOf(root)
    /** @type {Record<string, string>} */
    this.kinds = JSON.parse(kinds)
    /** @type {HTMLTextAreaElement[]} */
    this.fields = guarded.split(' ').map((name) => fieldOf(root, name))
    /** @type {HTMLElement | undefined} */
    this.panel = undefined
    /** @type {string | undefined} */
    this.choice = undefined
    // Before the form's other listeners: they send.
    root.parentElement?.addEventListener('submit', (event) => event.target === root && this.submitted(event), true)
    root.addEventListener('click', ({ target }) => {
      if (!(target instanceof Element)) return
      /** @type {HTMLButtonElement | null} */
      const choice = target.closest('[name=guard]')
      this.choice = choice?.value
      if (target.closest('[data-guard-back]')) this.close()
    })
    root.addEventListener('focusin', () => learn(), { once: true })
    root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.panel) this.close()
    })
  }

  /** @param {SubmitEvent} event - about to send */
  submitted (event) {
    if (heldBack(event)) return
    const { choice } = this
    this.choice = undefined
    if (choice === 'clean') {
      for (const field of this.fields) field.value = without(field.value, check(field.value).findings)
    }
    const judged = this.fields.map(({ value }) => ({ value, ...check(value) }))
    const verdict = ['block', 'advise'].find((one) => judged.some((field) => field.verdict === one))
    if (!verdict || (verdict === 'advise' && choice)) {
      // The other listeners have sent it when the focus is given back; a plain form has left the page.
      setTimeout(() => event.defaultPrevented && this.panel && this.close())
      return
    }
    event.preventDefault()
    event.stopImmediatePropagation()
    this.ask(verdict, judged)
  }

  /**
   * @param {string} verdict - block or advise
   * @param {Judged[]} judged - the fields
   */
  ask (verdict, judged) {
    // On a page with two forms only one asks.
    document.querySelector('[data-guard-panel]')?.remove()
    const pattern = `template[data-guard=${verdict}]`
    /** @type {HTMLElement} */
    const panel = copyOf(this.root, pattern)
    this.panel = panel
    if (verdict === 'block') this.fill(panel, judged.filter((field) => field.verdict === 'block'))
    find(this.root, pattern).before(panel)
    panel.focus()
  }

  /**
   * @param {HTMLElement} panel - the question
   * @param {Judged[]} judged - the fields whose numbers it names
   */
  fill (panel, judged) {
    const found = find(panel, '[data-found]')
    for (const { value, findings } of judged) {
      for (const { kind, start, end } of findings.filter((one) => one.kind in this.kinds)) {
        const item = document.createElement('li')
        const number = document.createElement('b')
        number.textContent = value.slice(start, end)
        item.append(`${this.kinds[kind]}: `, number)
        found.append(item)
      }
    }
    const left = judged.map(({ value, findings }) => without(value, findings)).filter(Boolean)
    find(panel, '[data-left]').hidden = !left.length
    find(panel, '[value=clean]').hidden = !left.length
    find(panel, 'blockquote').textContent = left.join('\n')
  }

  /** Go back to writing. */
  close () {
    this.panel?.remove()
    this.panel = undefined
    this.fields[0].focus()
  }
}
