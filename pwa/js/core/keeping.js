/** Decides which pages the service worker stores, and under which address. */
/**
 * @typedef {object} Routes - the paths of the service, as the server writes them before the service worker
 * @property {string} assets - where the built files are served
 * @property {Record<string, string>} start - each language's start page
 * @property {Record<string, string>} offline - each language's page for times without a connection
 * @property {string[]} ownPages - patterns of the pages that belong to one citizen
 * @property {string[]} queuedPosts - patterns of the addresses to which a request is sent again after a lost connection
 * @property {string[]} preferences - patterns of the page where a visitor chooses how pages look
 */

/** Compares URLs with the routes of the server. */
export class RouteMap {
  /** @param {Routes} routes - as the server writes them */
  constructor (routes) {
    this.routes = routes
    this.ownPages = routes.ownPages.map((pattern) => new RegExp(pattern))
    this.queuedPosts = routes.queuedPosts.map((pattern) => new RegExp(pattern))
    this.preferences = routes.preferences.map((pattern) => new RegExp(pattern))
  }

  /**
   * @param {string} path - a path
   * @returns {string} its language; nothing when it is not a citizens' page
   */
  languageOf (path) {
    return Object.keys(this.routes.start).find((language) => `${path}/`.startsWith(this.routes.start[language])) ?? ''
  }

  /**
   * @param {Iterable<string>} paths - of stored pages
   * @returns {Set<string>} the languages whose start pages are among them
   */
  languagesOf (paths) {
    const stored = new Set(paths)
    return new Set(Object.keys(this.routes.start).filter((language) => stored.has(this.routes.start[language])))
  }

  /**
   * @param {URL} url - a page's address
   * @returns {boolean} whether the page belongs to one citizen, such as a conversation or a booking
   */
  isOwnPage (url) {
    return this.ownPages.some((pattern) => pattern.test(url.pathname))
  }

  /**
   * @param {URL} url - where something is posted
   * @returns {boolean} whether it is sent again after a lost connection, as a chat message is
   */
  isQueuedPost (url) {
    return this.queuedPosts.some((pattern) => pattern.test(url.pathname))
  }

  /**
   * @param {URL} url - an address
   * @returns {boolean} whether a visitor chooses there how pages look
   */
  isPreferences (url) {
    return this.preferences.some((pattern) => pattern.test(url.pathname))
  }
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
 * @returns {boolean} whether an earlier copy must be deleted: the page is gone, forbidden, or no longer to be stored
 */
export function mustGo (response) {
  return [403, 404, 410].includes(response.status) || (response.status === 200 && !response.redirected)
}

/**
 * @param {Response} response - the server's response for an own page
 * @returns {boolean} whether it redirects, because this device has no key for the page any more
 */
export function leadsAway (response) {
  return response.type === 'opaqueredirect' || response.redirected || (response.status >= 300 && response.status < 400 && response.status !== 304)
}

/** How long a stored page counts as fresh, in milliseconds: texts and hours change without a new release. */
const FRESH_MS = 24 * 60 * 60 * 1000

/**
 * @param {Response} response - a page as it was kept
 * @param {number} now - this moment, in milliseconds
 * @returns {boolean} whether it is so old that all pages should be fetched again; false when its age is unknown
 */
export function outdated (response, now) {
  return now - Date.parse(response.headers.get('Date') ?? '') >= FRESH_MS
}

/**
 * Add to a stored page the time at which it came from the server, so that the page can show it.
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
