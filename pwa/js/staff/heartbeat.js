import { Component } from '../core/component.js'
import { wordsOf } from '../core/dom.js'

const INTERVAL_MS = 30_000

/** Sends a heartbeat twice a minute from every staff page of a person who has arrived. */
export default class Heartbeat extends Component {
  /** @param {HTMLElement} root - names the page of one's presence */
  constructor (root) {
    super(root)
    this.say()
    setInterval(() => this.say(), INTERVAL_MS)
  }

  /** Without a connection nobody is heard of, which is the truth. */
  say () {
    fetch(wordsOf(this.root).presence, { method: 'HEAD' }).catch(() => null)
  }
}
