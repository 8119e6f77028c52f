import { announce } from '../core/announcer.js'
import { Component } from '../core/component.js'

/** Announces a confirmation that is also visible on the page. */
export default class Say extends Component {
  /** @param {HTMLElement} root - the confirmation */
  constructor (root) {
    super(root)
    announce(root.textContent.trim())
  }
}
