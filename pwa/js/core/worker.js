/** The page's side of the service worker. */
const workers = globalThis.navigator?.serviceWorker

/**
 * Register the worker once the page has loaded, and let it send queued messages whenever there may be a connection.
 *
 * @returns {Promise<ServiceWorkerRegistration | undefined>} nothing where workers are not available
 */
export async function register () {
  if (!workers) return undefined
  if (document.readyState !== 'complete') await new Promise((resolve) => addEventListener('load', resolve, { once: true }))
  addEventListener('online', () => tellWorker({ type: 'replay' }))
  document.addEventListener('visibilitychange', () => document.hidden || tellWorker({ type: 'replay' }))
  const registration = await workers.register('/service-worker.js').catch(() => undefined)
  tellWorker({ type: 'page', language: document.documentElement.lang })
  return registration
}

/** @param {object} message - for the worker that serves this page */
export function tellWorker (message) {
  workers?.controller?.postMessage(message)
}

/**
 * Call `show` when a newer worker is waiting, now or later.
 *
 * @param {ServiceWorkerRegistration} registration - this page's
 * @param {() => void} show - offers the newer version
 */
export function whenNewer (registration, show) {
  const check = () => registration.waiting && workers.controller && show()
  check()
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', check))
}

/**
 * Activate the newer worker, then reload the page.
 *
 * @param {ServiceWorkerRegistration} registration - this page's
 */
export function takeNewer (registration) {
  workers.addEventListener('controllerchange', () => location.reload(), { once: true })
  if (registration.waiting) registration.waiting.postMessage({ type: 'activate' })
  else location.reload()
}
