import { find, findAll } from '../core/dom.js'

/** The lists in which someone can newly arrive. */
const LINES = '[data-list="waiting"] > li, [data-list="messages"] > li, [data-list="callbacks"] > li'
const ALL = '[data-list] > li'

/**
 * Find the conversations that are new in the line; one that only changed its list is not new.
 *
 * @param {ParentNode} before - the lists as they are
 * @param {ParentNode} after - the lists as they will be
 * @returns {string[]} the newcomers' topics, each with how its citizen wants to talk
 */
export function arrivals (before, after) {
  const known = new Set(findAll(before, ALL).map((item) => item.dataset.id))
  return findAll(after, LINES).filter((item) => !known.has(item.dataset.id)).map(words)
}

/**
 * @param {Element} item - a card of the lists
 * @returns {string} what it is about, and the notes of its passport
 */
function words (item) {
  return [find(item, 'a'), ...findAll(item, '.need')].map((part) => part.textContent.trim()).join('; ')
}
