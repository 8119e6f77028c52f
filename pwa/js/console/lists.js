import { find, findAll } from '../core/dom.js'
import { morph } from './morph.js'

const ITEMS = '[data-list] > li'
const OWN = '[data-list="own"] > li, [data-list="brought"] > li'

/**
 * @param {ParentNode} lists - the desk's
 * @returns {Set<string>} the conversations whose messages the desk hears, by public id
 */
export function followed (lists) {
  return new Set(findAll(lists, OWN).map((item) => item.dataset.id ?? ''))
}

/** What stands on the left of the desk. It is drawn again while the operator reads it. */
export class Lists {
  /** @param {HTMLElement} root - holds the lists */
  constructor (root) {
    this.root = root
  }

  /**
   * @param {number} number - a conversation
   * @returns {string} what it is about, if the person answers in it
   */
  topicOf (number) {
    const item = findAll(this.root, OWN).find((one) => one.dataset.number === String(number))
    return item ? find(item, 'a').textContent : ''
  }

  /**
   * Show how things stand now. The focus stays on what it was on, or goes to what has taken its place.
   *
   * @param {DocumentFragment} fresh - the lists as the server has them
   * @returns {string} the topic on which the focus was and which is not there any more
   */
  draw (fresh) {
    const focused = this.root.contains(document.activeElement) ? document.activeElement : null
    const topic = focused?.textContent ?? ''
    const place = findAll(this.root, ITEMS).findIndex((item) => item.contains(focused))
    morph(this.root, fresh)
    if (!focused || this.root.contains(document.activeElement)) return ''
    const href = focused.getAttribute('href')
    /** @type {HTMLElement | null | ''} */
    const again = href && this.root.querySelector(`a[href="${CSS.escape(href)}"]`)
    const items = findAll(this.root, `${ITEMS} a`)
    const next = again || items[Math.min(Math.max(place, 0), items.length - 1)] || this.root
    next.focus({ preventScroll: true })
    return again || !href ? '' : topic
  }
}
