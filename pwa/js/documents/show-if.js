import { Component } from '../core/component.js'
import { findAll, wordsOf } from '../core/dom.js'

/**
 * A part of the page that is shown only after certain answers.
 *
 * @typedef {object} Part
 * @property {string} field - the question that decides
 * @property {string[]} values - the answers after which the part is shown
 * @property {string[]} inside - the questions that the part holds
 */

/**
 * Return which parts are shown. Questions in a hidden part do not count, so parts must be in the page's order.
 *
 * @param {Part[]} parts - the parts, in the page's order
 * @param {(field: string) => string[]} chosen - the answers chosen for a question
 * @returns {boolean[]} for each part, whether it is shown
 */
export function shown (parts, chosen) {
  const silent = new Set()
  return parts.map((part) => {
    const asked = !silent.has(part.field) && chosen(part.field).some((value) => part.values.includes(value))
    if (!asked) part.inside.forEach((field) => silent.add(field))
    return asked
  })
}

/**
 * Hides questions that do not apply; without script each has a sentence that says when to answer it.
 *
 * @extends {Component<HTMLFormElement>}
 */
export default class ShowIf extends Component {
  /** @param {HTMLFormElement} root - the form */
  constructor (root) {
    super(root)
    this.elements = findAll(document, '[data-show-if]')
    this.parts = this.elements.map((element) => ({
      field: wordsOf(element).showIf,
      values: wordsOf(element).values.split(' '),
      inside: findAll(element, '[name]').map((input) => input.getAttribute('name') ?? '')
    }))
    root.addEventListener('change', () => this.update())
    // A page restored from the history gets its answers back after the script has run.
    window.addEventListener('pageshow', () => this.update())
    this.update()
  }

  /** Show the parts that apply to the answers so far, hide the rest. */
  update () {
    const answers = new FormData(this.root)
    const states = shown(this.parts, (field) => answers.getAll(field).map(String))
    states.forEach((state, index) => { this.elements[index].hidden = !state })
  }
}
