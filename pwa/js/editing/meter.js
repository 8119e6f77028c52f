import { announce } from '../core/announcer.js'
import { Component } from '../core/component.js'
import { fieldOf, find, findAll, wordsOf } from '../core/dom.js'

/** Pause in typing after which the text is measured, in milliseconds. */
const PAUSE = 700

/**
 * Join the texts of the fields, one a line.
 *
 * @param {Iterable<{value: string}>} fields - the text fields
 * @returns {string} the text as the server measures it
 */
export function joined (fields) {
  return [...fields].map((field) => field.value.trim()).filter(Boolean).join('\n')
}

/**
 * Number requests, so that only the response to the newest one is used.
 *
 * @returns {{next: () => number, isNewest: (number: number) => boolean}} a counter of requests
 */
export function requestCounter () {
  let newest = 0
  return { next: () => ++newest, isNewest: (number) => number === newest }
}

/**
 * Shows the readability of a text while an editor types; the server measures it, so that there is one measure only.
 *
 * @extends {Component<HTMLFormElement>}
 */
export default class Meter extends Component {
  /** @param {HTMLFormElement} root - the form with the text and the place for the measure */
  constructor (root) {
    super(root)
    this.place = find(root, '[data-measure]')
    this.requests = requestCounter()
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined
    root.addEventListener('input', () => {
      clearTimeout(this.waiting)
      this.waiting = setTimeout(() => this.measure(), PAUSE)
    })
  }

  /** @returns {HTMLInputElement[]} the fields whose words are measured */
  fields () {
    /** @type {HTMLInputElement[]} */
    const fields = findAll(this.root, 'textarea, input[type=text]')
    return fields.filter((field) => !field.closest('[data-unmeasured]'))
  }

  /** Request the measure and show it; announce it when the level has changed. */
  async measure () {
    const number = this.requests.next()
    const body = new FormData()
    body.set('csrf_token', fieldOf(this.root, 'csrf_token').value)
    body.set('text', joined(this.fields()))
    const answer = await fetch(wordsOf(this.root).address, { method: 'POST', body }).catch(() => undefined)
    // Without a response the last measure stays; the button below also measures.
    if (!answer?.ok || answer.redirected) return
    const drawn = new DOMParser().parseFromString(await answer.text(), 'text/html')
    if (!this.requests.isNewest(number)) return
    const before = this.level()
    const open = this.place.querySelector('details')?.open
    this.place.replaceChildren(...drawn.body.childNodes)
    const details = this.place.querySelector('details')
    if (details && open) details.open = true
    if (this.level() !== before) announce(wordsOf(this.root).said + find(this.place, '[data-level]').textContent)
  }

  /** @returns {string} the level in words, without its points */
  level () {
    return this.place.querySelector('[data-level]')?.textContent.split(':')[0] ?? ''
  }
}
