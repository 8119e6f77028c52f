import { announce } from '../core/announcer.js'
import { Component } from '../core/component.js'
import { find, wordsOf } from '../core/dom.js'

/** Shows and announces when the connection is lost and when it is back. */
export default class Connection extends Component {
  /** @param {HTMLElement} root - a hidden note with `data-lost` and `data-back` */
  constructor (root) {
    super(root)
    const words = wordsOf(root)
    addEventListener('offline', () => this.show(words.lost))
    addEventListener('online', () => {
      root.hidden = true
      announce(words.back)
    })
    if (!navigator.onLine) this.show(words.lost)
  }

  /** @param {string} text - the message */
  show (text) {
    find(this.root, 'p').textContent = text
    this.root.hidden = false
    announce(text)
  }
}
