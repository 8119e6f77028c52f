import { check, without } from '../chat/guard.js'
import { learn } from '../chat/own.js'
import { Component } from '../core/component.js'
import { heldBack } from './hold.js'

/**
 * Checks the texts of a form on the device before they are sent. When something is found it shows a question and moves
 * the focus there, so that it is announced once; the texts stay in their fields.
 */
export default class Ask extends Component {
  /** @param {HTMLFormElement} root - the form; its `data-guarded` names the fields */
  constructor (root) {
    super(root)
    this.kinds = JSON.parse(root.dataset.kinds)
    this.fields = root.dataset.guarded.split(' ').map((name) => root.elements[name])
    // Before the form's other listeners: they send.
    root.parentElement.addEventListener('submit', (event) => event.target === root && this.submitted(event), true)
    root.addEventListener('click', ({ target }) => {
      this.choice = target.closest?.('[name=guard]')?.value
      if (target.closest?.('[data-guard-back]')) this.close()
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
   * @param {{value: string, verdict: string, findings: import('../chat/guard.js').Finding[]}[]} judged - the fields
   */
  ask (verdict, judged) {
    // On a page with two forms only one asks.
    document.querySelector('[data-guard-panel]')?.remove()
    const pattern = this.root.querySelector(`template[data-guard=${verdict}]`)
    this.panel = pattern.content.firstElementChild.cloneNode(true)
    if (verdict === 'block') this.fill(judged.filter((field) => field.verdict === 'block'))
    pattern.before(this.panel)
    this.panel.focus()
  }

  fill (judged) {
    const found = this.panel.querySelector('[data-found]')
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
    this.panel.querySelector('[data-left]').hidden = !left.length
    this.panel.querySelector('[value=clean]').hidden = !left.length
    this.panel.querySelector('blockquote').textContent = left.join('\n')
  }

  /** Go back to writing. */
  close () {
    this.panel?.remove()
    this.panel = undefined
    this.fields[0].focus()
  }
}
