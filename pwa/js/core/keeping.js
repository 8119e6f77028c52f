/** Decides what the service worker keeps, and under which address. */
const OWN_PAGE = /^\/[a-z-]+\/(beszelgetes\/(?!folytatas$)[^/]+|idopont\/(foglalasom|kesz)(\/[^/]+)?)$/
const MESSAGE = /^\/[a-z-]+\/beszelgetes\/[^/]+\/uzenet$/

/**
 * @param {string} path - a path
 * @returns {string} its language, one of those that the server names in `__PAGES`; nothing when it is not a citizens' page
 */
export function languageOf (path) {
  const first = path.split('/')[1] ?? ''
  return Object.keys(globalThis.__PAGES).includes(first) ? first : ''
}

/**
 * @param {URL} url - a page's address
 * @returns {boolean} whether it is the citizen's own conversation or booking
 */
export function isOwnPage (url) {
  return languageOf(url.pathname) !== '' && OWN_PAGE.test(url.pathname)
}

/**
 * @param {URL} url - where something is posted
 * @returns {boolean} whether it is a chat message
 */
export function isMessage (url) {
  return languageOf(url.pathname) !== '' && MESSAGE.test(url.pathname)
}

/**
 * The address under which a page is kept: without the mark of how it was opened.
 *
 * @param {string} address - as asked
 * @returns {string} as kept
 */
export function pageKey (address) {
  const url = new URL(address)
  url.searchParams.delete('source')
  url.hash = ''
  return url.href
}

/**
 * @param {Response} response - a page
 * @returns {boolean} whether it may be kept: whole, not led elsewhere, and not forbidden by the server
 */
export function mayKeep (response) {
  return response.status === 200 && !response.redirected && !/no-store/.test(response.headers.get('Cache-Control') ?? '')
}

/**
 * @param {Response} response - a page that may not be kept
 * @returns {boolean} whether an earlier copy must go: the page is gone, closed to this citizen, or no longer to be stored
 */
export function mustGo (response) {
  return [403, 404, 410].includes(response.status) || (response.status === 200 && !response.redirected)
}

/**
 * @param {Response} response - what the server says to an own page's address
 * @returns {boolean} whether it leads elsewhere: the page is nobody's on this device any more
 */
export function leadsAway (response) {
  return response.type === 'opaqueredirect' || response.redirected || (response.status >= 300 && response.status < 400 && response.status !== 304)
}

/** For so long a kept page is as good as new: texts and hours change without a new release. */
const FRESH_MS = 24 * 60 * 60 * 1000

/**
 * @param {Response} response - a page as it was kept
 * @param {number} now - this moment, in milliseconds
 * @returns {boolean} whether it was kept so long ago that all pages should be fetched anew; not when nobody knows
 */
export function outdated (response, now) {
  return now - Date.parse(response.headers.get('Date') ?? '') >= FRESH_MS
}

/**
 * Mark a kept page with the moment at which it came from the server, so that it can say so itself.
 *
 * @param {Response} response - as it was kept
 * @returns {Promise<Response>} the marked copy
 */
export async function marked (response) {
  const date = new Date(response.headers.get('Date') ?? NaN)
  if (Number.isNaN(date.valueOf())) return response
  const page = (await response.text()).replace('<html ', `<html data-kept="${date.toISOString()}" `)
  const headers = new Headers(response.headers)
  headers.delete('Content-Encoding')
  headers.delete('Content-Length')
  return new Response(page, { status: 200, headers })
}
