import { announce } from '../core/announcer.js'
import { Component } from '../core/component.js'

/** Lets the screen reader say what has just been done; the words stand on the page too. */
export default class Say extends Component {
  /** @param {HTMLElement} root - the confirmation */
  constructor (root) {
    super(root)
    announce(root.textContent.trim())
  }
}
