import { Component } from '../core/component.js'

/** Shows a button that prints the page: without script it would do nothing, so it comes hidden. */
export default class Print extends Component {
  /** @param {HTMLElement} root - a hidden button */
  constructor (root) {
    super(root)
    root.hidden = false
    root.addEventListener('click', () => print())
  }
}
