/**
 * A message as the server sends it.
 *
 * @typedef {object} Message
 * @property {number} id - grows with each message of the service
 * @property {string} ref - its name, given by the page that sent it
 * @property {string} author - citizen, operator or system
 * @property {string} [name] - the operator's
 * @property {string} [icon] - a system message's symbol
 * @property {string} body - its words
 * @property {string} at - when it was stored
 * @property {Record<string, string>} [texts] - a system message in each language
 * @property {number} [in] - its conversation, for a desk that hears several
 * @property {Attached} [file] - what is attached
 */

/**
 * @typedef {{file: string, name: string, small?: [number, number]}} Attached - a message's file, and the size of the small picture of it
 * @typedef {import('../core/dom.js').Words} Words
 */

/**
 * @param {Pick<Message, 'author' | 'name'>} message - any
 * @param {Words} words - the page's
 * @returns {string} who wrote it
 */
export function author (message, words) {
  if (message.author === 'operator') return words.operator.replace('{name}', () => message.name ?? '')
  return message.author === 'system' ? words.system : words.citizen ?? words.you
}

/**
 * @param {Pick<Message, 'texts' | 'body'>} message - any
 * @param {Words} words - the page's
 * @returns {string} what it says; the service itself speaks the page's language
 */
export function text (message, words) {
  return message.texts?.[words.lang] ?? message.body
}

/**
 * Word what is said aloud when a message arrives: once, in full, with its author. One's own is not echoed.
 *
 * @param {Message} message - new to the page
 * @param {string} side - the reader's: citizen or operator
 * @param {Words} words - the page's
 * @returns {string} nothing for one's own
 */
export function spoken (message, side, words) {
  if (message.author === side) return ''
  if (message.author === 'system') return text(message, words)
  return words.said.replace('{name}', () => author(message, words)).replace('{text}', () => text(message, words))
}

/**
 * @param {string} at - a moment as the server writes it, on Budapest's wall clock wherever the browser is
 * @param {Words} words - the page's
 * @returns {string} the time of day: 9.05 or 9:05
 */
export function timeOfDay (at, words) {
  return at.slice(11, 16).replace(/^0/, '').replace(':', words.point)
}

/**
 * Cut a message at the addresses of this service.
 *
 * @param {string} body - its words
 * @param {string} origin - this service's own: https://pelda.hu
 * @returns {string[]} words and addresses by turns, words first
 */
export function parts (body, origin) {
  return body.split(new RegExp(`(${origin.replaceAll('.', '\\.')}/(?:\\S*[^\\s.,;:!?)])?)`))
}
