/**
 * Announces messages through the one live region of the layout. They are queued, so that none is dropped, and each is
 * spoken once, in full, as plain text.
 */
const GAP = 400
/** @type {string[]} */
const waiting = []
let speaking = false

/**
 * Queue a message for the screen reader.
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
  speaking = false
  if (text === undefined || !region) return
  speaking = true
  // A text node, because Orca speaks an element that is added to an empty region twice. A repeated text gets a trailing
  // space, because an unchanged region is not spoken.
  region.replaceChildren(region.textContent === text ? `${text}\u00a0` : text)
  setTimeout(next, GAP + Math.min(text.length * 12, 1600))
}
