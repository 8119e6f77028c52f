import { Component } from '../core/component.js'
import { wordsOf } from '../core/dom.js'

const EVERY = 30_000

/** Says twice a minute that who has arrived at the desk is still at work, on whichever staff page they are. */
export default class Here extends Component {
  /** @param {HTMLElement} root - names the page of one's presence */
  constructor (root) {
    super(root)
    this.say()
    setInterval(() => this.say(), EVERY)
  }

  /** Without a connection nobody is heard of, which is the truth. */
  say () {
    fetch(wordsOf(this.root).presence, { method: 'HEAD' }).catch(() => null)
  }
}
