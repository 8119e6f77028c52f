import { announce } from '../core/announcer.js'
import { Component } from '../core/component.js'

/** Shows and announces when the connection is lost and when it is back. */
export default class Connection extends Component {
  /** @param {HTMLElement} root - a hidden note with `data-lost` and `data-back` */
  constructor (root) {
    super(root)
    addEventListener('offline', () => this.show(root.dataset.lost))
    addEventListener('online', () => {
      root.hidden = true
      announce(root.dataset.back)
    })
    if (!navigator.onLine) this.show(root.dataset.lost)
  }

  /** @param {string} text - the message */
  show (text) {
    this.root.querySelector('p').textContent = text
    this.root.hidden = false
    announce(text)
  }
}
