import { announce } from '../core/announcer.js'
import { Component } from '../core/component.js'
import { fieldOf, find, wordsOf } from '../core/dom.js'
import { readOptions, writeCredential } from './codec.js'

/** @type {Record<string, string>} */
const SENTENCES = { NotAllowedError: 'cancelled', AbortError: 'cancelled', InvalidStateError: 'known', NotSupportedError: 'unsupported' }

/**
 * Creates or uses a passkey on the device, and submits the result with the form.
 *
 * @extends {Component<HTMLFormElement>}
 */
export default class Passkey extends Component {
  /** @param {HTMLFormElement} root - a form with `data-mode` (get or create), `data-options` and its sentences */
  constructor (root) {
    super(root)
    this.status = find(root, '[data-status]')
    this.busy = false
    // Passkeys are bound to the service's own origin: under another host name, such as 127.0.0.1, browsers refuse them.
    this.elsewhere = find(root, '[data-elsewhere]')
    this.elsewhere.hidden = location.origin === root.dataset.origin
    root.addEventListener('submit', (event) => this.submit(event))
    addEventListener('pageshow', () => { this.answer = '' })
  }

  /** @param {string} credential - the serialized credential; empty at first */
  set answer (credential) {
    fieldOf(this.root, 'credential').value = credential
  }

  /** @param {SubmitEvent} event - of the form */
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
    } catch (caught) {
      const error = /** @type {{name: string, sentence?: string}} */ (caught)
      this.say(error.sentence ?? SENTENCES[error.name] ?? 'failed')
      this.busy = false
    }
  }

  /** @returns {Promise<PublicKeyCredential>} the device's response to the server's challenge */
  async ask () {
    const { mode, options } = wordsOf(this.root)
    const answer = await fetch(options, { method: 'POST', headers: { 'X-CSRFToken': fieldOf(this.root, 'csrf_token').value } })
    if (!answer.ok) throw Object.assign(new Error(answer.statusText), { sentence: answer.status === 429 ? 'busy' : 'failed' })
    const asked = navigator.credentials[/** @type {'get' | 'create'} */ (mode)]({ publicKey: readOptions(await answer.json()) })
    return /** @type {Promise<PublicKeyCredential>} */ (asked)
  }

  /** @param {string} name - which of the form's sentences */
  say (name) {
    const text = wordsOf(this.root)[name]
    this.status.textContent = text
    this.status.hidden = false
    announce(text)
  }
}
