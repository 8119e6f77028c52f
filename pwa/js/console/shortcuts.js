/** Maps keys to the desk's commands. All need Alt alone, so that typing triggers none. */
/** @type {Record<string, string>} */
const LETTERS = { u: 'newest', v: 'answer', k: 'search', l: 'page', n: 'form', p: 'list', s: 'lists', ArrowDown: 'next', ArrowUp: 'previous' }
const REPLY = /^Digit([1-9])$/

/**
 * @param {Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'key' | 'code'>} event - a key that was pressed
 * @returns {{name: string, number?: number} | null} the command, or nothing when the key is not the desk's
 */
export function command (event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null
  // The digits' place on the keyboard counts: with Alt some keyboards write other signs there.
  const digit = REPLY.exec(event.code ?? '')
  if (digit) return { name: 'reply', number: Number(digit[1]) }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return Object.hasOwn(LETTERS, key) ? { name: LETTERS[key] } : null
}
