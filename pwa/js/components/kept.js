import { Component } from '../core/component.js'
import { find, wordsOf } from '../core/dom.js'

/** Shows that the page is a stored copy, and when it was stored. */
export default class Kept extends Component {
  /** @param {HTMLElement} root - a hidden note; `data-text` has `{time}` in it */
  constructor (root) {
    super(root)
    const { kept } = document.documentElement.dataset
    if (!kept || location.pathname.endsWith('/offline')) return
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'short' })
    find(root, 'p').textContent = wordsOf(root).text.replace('{time}', format.format(new Date(kept)))
    root.hidden = false
  }
}
