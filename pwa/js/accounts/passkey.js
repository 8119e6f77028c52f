import { announce } from '../core/announcer.js'
import { Component } from '../core/component.js'
import { readOptions, writeCredential } from './codec.js'

const SENTENCES = { NotAllowedError: 'cancelled', AbortError: 'cancelled', InvalidStateError: 'known', NotSupportedError: 'unsupported' }

/** Creates or uses a passkey on the device, and submits the result with the form. */
export default class Passkey extends Component {
  /** @param {HTMLFormElement} root - a form with `data-mode` (get or create), `data-options` and its sentences */
  constructor (root) {
    super(root)
    this.status = root.querySelector('[data-status]')
    this.busy = false
    // Passkeys are bound to the service's own origin: under another host name, such as 127.0.0.1, browsers refuse them.
    this.elsewhere = root.querySelector('[data-elsewhere]')
    this.elsewhere.hidden = location.origin === root.dataset.origin
    root.addEventListener('submit', (event) => this.submit(event))
    addEventListener('pageshow', () => { this.answer = '' })
  }

  /** @param {string} credential - the serialized credential; empty at first */
  set answer (credential) {
    this.root.elements.credential.value = credential
  }

  /** @param {SubmitEvent} event */
  async submit (event) {
    event.preventDefault()
    if (this.busy) return
    if (!this.elsewhere.hidden) return announce(this.elsewhere.textContent.trim())
    if (!window.PublicKeyCredential || !navigator.credentials) return this.say('unsupported')
    this.busy = true
    this.say('working')
    try {
      this.answer = writeCredential(await this.ask())
      this.root.submit()
    } catch (error) {
      this.say(error.sentence ?? SENTENCES[error.name] ?? 'failed')
      this.busy = false
    }
  }

  /** @returns {Promise<PublicKeyCredential>} the device's response to the server's challenge */
  async ask () {
    const { mode, options } = this.root.dataset
    const answer = await fetch(options, { method: 'POST', headers: { 'X-CSRFToken': this.root.elements.csrf_token.value } })
    if (!answer.ok) throw Object.assign(new Error(answer.statusText), { sentence: answer.status === 429 ? 'busy' : 'failed' })
    return navigator.credentials[mode]({ publicKey: readOptions(await answer.json()) })
  }

  /** @param {string} name - which of the form's sentences */
  say (name) {
    const text = this.root.dataset[name]
    this.status.textContent = text
    this.status.hidden = false
    announce(text)
  }
}
