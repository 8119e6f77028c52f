/** Holds a form back while what the guard has learned is on its way: without it nothing is asked about an own case. */
import { hasLearned, learn } from '../chat/own.js'

/** No form waits longer than this many milliseconds; what goes without the weights is judged by the server. */
const LONGEST_WAIT = 2000
let waiting = false
let waited = false

/**
 * Stop a form that is sent before the weights have come, and send it again when they are here.
 *
 * @param {SubmitEvent} event - about to send
 * @returns {boolean} whether the form is held back
 */
export function heldBack (event) {
  if (hasLearned() || waited) return false
  event.preventDefault()
  event.stopImmediatePropagation()
  if (!waiting) sendAfterLearning(/** @type {HTMLFormElement} */ (event.target), event.submitter)
  return true
}

/**
 * @param {HTMLFormElement} form - waits
 * @param {HTMLElement | null} submitter - the button that sends it
 */
async function sendAfterLearning (form, submitter) {
  waiting = true
  await Promise.race([learn(), new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT))])
  waiting = false
  waited = true
  form.requestSubmit(submitter?.isConnected ? submitter : null)
}
