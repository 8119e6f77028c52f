import { Component } from '../core/component.js'

/** Focuses the error summary when the page opens, so that a screen reader starts there. */
export default class ErrorSummary extends Component {
  /** @param {HTMLElement} root - the summary */
  constructor (root) {
    super(root)
    root.focus()
    root.addEventListener('click', (event) => {
      const link = /** @type {Element} */ (event.target).closest('a[href^="#"]')
      const field = link && document.getElementById((link.getAttribute('href') ?? '').slice(1))
      if (!field) return
      event.preventDefault()
      const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`)
      ;(label ?? field).scrollIntoView()
      field.focus({ preventScroll: true })
    })
  }
}
