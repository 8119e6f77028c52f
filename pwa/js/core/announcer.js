/**
 * The one voice of the page: the live region that the layout keeps. Messages wait for each other, so that none is
 * swallowed, and each is said once, in full, as plain text.
 */
const GAP = 400
/** @type {string[]} */
const waiting = []
let speaking = false

/**
 * Say `text` through the screen reader, politely.
 *
 * @param {string} text - one message, in the page's language
 */
export function announce (text) {
  waiting.push(text)
  if (!speaking) next()
}

function next () {
  const region = document.getElementById('announcer')
  const text = waiting.shift()
  speaking = text !== undefined && region !== null
  if (!speaking) return
  // Bare text, because Orca says an element that comes into an empty region twice; and never the very text that stands
  // there, because it says nothing then.
  region.replaceChildren(region.textContent === text ? `${text}\u00a0` : text)
  setTimeout(next, GAP + Math.min(text.length * 12, 1600))
}
