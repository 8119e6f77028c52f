/**
 * The service worker: stores pages for offline use, and queues messages until there is a connection.
 *
 * The server puts lines before this file: `self.__RELEASE`, under which the built files are served, `self.__PAGES`, the
 * public pages to store, by language, and `self.__ROUTES`, the paths and patterns of the routes that matter here. The
 * build puts the list of built files into `self.__FILES`.
 */
import { Queue } from 'workbox-background-sync/Queue.js'
import { matchPrecache } from 'workbox-precaching/matchPrecache.js'
import { precacheAndRoute } from 'workbox-precaching/precacheAndRoute.js'
import { registerRoute } from 'workbox-routing/registerRoute.js'
import { setCatchHandler } from 'workbox-routing/setCatchHandler.js'
import { NetworkFirst } from 'workbox-strategies/NetworkFirst.js'
import { leadsAway, marked, mayKeep, mustGo, outdated, pageKey, RouteMap } from './js/core/keeping.js'
import { replayAll } from './js/core/replay.js'

/** @typedef {import('workbox-core/types.js').WorkboxPlugin} WorkboxPlugin */
/** @typedef {import('workbox-core/types.js').RouteMatchCallbackOptions} Asked */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self))
const routes = new RouteMap(self.__ROUTES)
const ALL_ASSETS = self.__ROUTES.assets
const ASSETS = `${ALL_ASSETS}${self.__RELEASE}/`
// Files that citizens' pages need; those for staff only are left out.
const KEPT_FILES = /^(app\.css|main\.js|chat\.js|guard\.js(on)?|sprite\.svg|fonts\/.*|icons\/(mark\.svg|icon-192\.png))$/
const PAGES = `pages-${self.__RELEASE}`
const OWN = 'own'
const PUBLIC = new Set(Object.values(self.__PAGES).flat())
const SLOW_SECONDS = 6
const AT_ONCE = 4

precacheAndRoute(self.__FILES.filter((file) => KEPT_FILES.test(file)).map((file) => ({ url: ASSETS + file, revision: null })))

const queue = new Queue('messages', { maxRetentionTime: 24 * 60, onSync: ({ queue }) => replay(queue) })

/* Pages: from the network; from the cache when that fails or is slow. */

/** @type {WorkboxPlugin} */
const keep = {
  cacheKeyWillBeUsed: async ({ request }) => pageKey(request.url),
  cacheWillUpdate: async ({ request, response }) => {
    if (mayKeep(response)) return response
    // A page that is gone or no longer to be stored is deleted from the cache.
    if (mustGo(response)) await drop(request, PAGES, OWN)
    // A redirect means that this device has no key for the booking or conversation any more.
    else if (leadsAway(response)) await drop(request, OWN)
    return null
  },
  cachedResponseWillBeUsed: async ({ cachedResponse }) => cachedResponse ? marked(cachedResponse) : null
}
/**
 * Remove a page from some caches.
 *
 * @param {Request} request - for the page
 * @param {...string} names - the caches'
 */
async function drop ({ url }, ...names) {
  await Promise.all(names.map(async (name) => (await caches.open(name)).delete(pageKey(url), { ignoreVary: true })))
}

/** @type {(asked: Asked) => boolean} */
const isPage = ({ request, sameOrigin }) => sameOrigin && request.mode === 'navigate'

registerRoute(
  (asked) => isPage(asked) && PUBLIC.has(asked.url.pathname) && pageKey(asked.url.href) === asked.url.origin + asked.url.pathname,
  new NetworkFirst({ cacheName: PAGES, networkTimeoutSeconds: SLOW_SECONDS, plugins: [keep] })
)
registerRoute(
  (asked) => isPage(asked) && routes.isOwnPage(asked.url),
  new NetworkFirst({ cacheName: OWN, networkTimeoutSeconds: SLOW_SECONDS, plugins: [keep] })
)
registerRoute(
  (asked) => isPage(asked) && (asked.url.pathname === '/' || routes.languageOf(asked.url.pathname) !== ''),
  ({ request }) => fetch(request)
)
setCatchHandler(async ({ request, url }) => {
  // When storage is full, cleared or damaged, files come from the network while there is a connection.
  if (request.mode !== 'navigate') return request.method === 'GET' ? fetch(request).catch(() => Response.error()) : Response.error()
  const language = routes.languageOf(url.pathname) || await keptLanguage()
  if (url.pathname === '/') return Response.redirect(self.__ROUTES.start[language], 302)
  const cache = await caches.open(PAGES)
  return await cache.match(self.__ROUTES.offline[language]) ?? await cache.match(self.__ROUTES.offline.hu) ?? Response.error()
})

// A page stored under an earlier release asks for files of that release: serve the current ones instead.
registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith(ALL_ASSETS), async ({ request, url }) => {
  const response = await fetch(request).catch(() => undefined)
  if (response?.ok) return response
  return await matchPrecache(ASSETS + url.pathname.slice(ALL_ASSETS.length).split('/').slice(1).join('/')) ?? response ?? Response.error()
})

// Stored pages contain the visitor's display preferences, so a change of these stores them again.
registerRoute(({ url, sameOrigin }) => sameOrigin && routes.isPreferences(url), async ({ request, event }) => {
  const response = await fetch(request)
  event.waitUntil(keptLanguages().then((languages) => store(languages)))
  return response
}, 'POST')

/* Messages: sent now, or queued in order and sent once there is a connection. The server deduplicates them by ref. */

registerRoute(({ url, request, sameOrigin }) => sameOrigin && routes.isQueuedPost(url) && request.mode !== 'navigate', async ({ request }) => {
  const copy = request.clone()
  if (await queue.size() > 0) await replay(queue).catch(() => {})
  if (await queue.size() === 0) {
    const response = await fetch(request).catch(() => undefined)
    if (response && response.status < 502) return response
  }
  await queue.pushRequest({ request: copy })
  return new Response('{"queued":true}', { status: 202, headers: { 'Content-Type': 'application/json' } })
}, 'POST')

/** @type {Promise<void> | undefined} */
let running

/**
 * Send what waits; one run at a time.
 *
 * @param {Queue} queue - what waits
 * @returns {Promise<void>} rejects when there is still no connection
 */
function replay (queue) {
  running ??= replayAll(queue, tell).finally(() => { running = undefined })
  return running
}

/** @param {object} message - for all open pages of the service */
async function tell (message) {
  for (const client of await worker.clients.matchAll({ includeUncontrolled: true })) client.postMessage(message)
}

/* Life of the worker. */

worker.addEventListener('install', (event) => event.waitUntil((async () => {
  const open = await worker.clients.matchAll({ includeUncontrolled: true, type: 'window' })
  const languages = open.map((client) => routes.languageOf(new URL(client.url).pathname)).filter(Boolean)
  await store(new Set(['hu', ...languages]))
})()))

worker.addEventListener('activate', (event) => event.waitUntil((async () => {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith('pages-') && name !== PAGES).map((name) => caches.delete(name)))
  await worker.clients.claim()
})()))

worker.addEventListener('message', (event) => event.waitUntil(answer(event.data ?? {})))

/**
 * @param {{type?: string, language?: string}} message - from a page: `activate` this worker, `page` was opened (send what
 *   waits, keep its language), or `replay` what waits
 */
async function answer ({ type, language }) {
  if (type === 'activate') await worker.skipWaiting()
  if (type === 'page' && language && language in self.__PAGES && !(await keptLanguages()).has(language)) await store([language])
  if (type === 'page' || type === 'replay') await replay(queue).catch(() => {})
  if (type === 'page') await renew()
}

/** Fetch all stored pages again once a day; pages that are never opened would otherwise stay outdated. */
async function renew () {
  const cache = await caches.open(PAGES)
  const measure = await cache.match(self.__ROUTES.offline.hu, { ignoreVary: true })
  if (!measure || !outdated(measure, Date.now())) return
  const response = await fetch(self.__ROUTES.offline.hu, { credentials: 'same-origin' }).catch(() => undefined)
  if (!response || !mayKeep(response)) return
  // Stored first, so that another page opened meanwhile does not renew them too.
  await cache.put(self.__ROUTES.offline.hu, response)
  await store(await keptLanguages())
}

/**
 * Fetch and store the public pages of some languages; pages that fail are stored when they are visited.
 *
 * @param {Iterable<string>} languages - as their addresses begin
 */
async function store (languages) {
  const cache = await caches.open(PAGES)
  const waiting = [...languages].flatMap((language) => self.__PAGES[language] ?? [])
  const one = async () => {
    for (let path = waiting.shift(); path; path = waiting.shift()) {
      const response = await fetch(path, { credentials: 'same-origin' }).catch(() => undefined)
      if (response && mayKeep(response)) await cache.put(path, response)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}

/** @returns {Promise<Set<string>>} the languages whose start page is kept */
async function keptLanguages () {
  const cache = await caches.open(PAGES)
  return routes.languagesOf((await cache.keys()).map((request) => new URL(request.url).pathname))
}

/** @returns {Promise<string>} the language of most use without a connection */
async function keptLanguage () {
  const languages = [...await keptLanguages()]
  return languages.find((language) => language !== 'hu') ?? 'hu'
}
