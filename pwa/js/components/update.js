import { announce } from '../core/announcer.js'
import { Component } from '../core/component.js'
import { find } from '../core/dom.js'
import { register, takeNewer, whenNewer } from '../core/worker.js'

/** Offers a newer version of the service. It never reloads by itself, because unsaved input would be lost. */
export default class Update extends Component {
  /** @param {HTMLElement} root - a hidden note with a button */
  constructor (root) {
    super(root)
    register().then((registration) => registration && whenNewer(registration, () => this.offer(registration)))
  }

  /** @param {ServiceWorkerRegistration} registration - whose newer worker waits */
  offer (registration) {
    if (!this.root.hidden) return
    this.root.hidden = false
    announce(find(this.root, 'p').textContent)
    find(this.root, 'button').addEventListener('click', () => takeNewer(registration), { once: true })
  }
}
