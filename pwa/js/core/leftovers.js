/** How long an unsent message is kept in the browser, in milliseconds. */
export const DAY = 24 * 3600 * 1000

/**
 * Remove expired unsent messages of all conversations.
 *
 * @param {Pick<Storage, 'length' | 'key' | 'getItem' | 'removeItem'>} storage - the browser's
 */
export function sweep (storage) {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  for (const name of names.filter((one) => one.startsWith('unsent-'))) {
    if (!(untilOf(storage.getItem(name)) > Date.now())) storage.removeItem(name)
  }
}

/**
 * Remove copies of the citizen's own pages from this device.
 *
 * @param {CacheStorage | undefined} stores - the browser's
 * @param {(path: string, stored: number) => boolean} goes - says of a path, and of when its page was stored, whether to remove it
 */
export async function dropCopies (stores, goes) {
  const cache = await stores?.open('own')
  if (!cache) return
  for (const request of await cache.keys()) {
    const stored = new Date((await cache.match(request))?.headers.get('Date') ?? NaN).valueOf()
    if (goes(new URL(request.url).pathname, stored)) await cache.delete(request)
  }
}

/**
 * Remove copies of conversations that are older than a day: the next person may use this device.
 *
 * @param {CacheStorage | undefined} stores - the browser's
 */
export function sweepCopies (stores) {
  return dropCopies(stores, (path, stored) => path.includes('/beszelgetes/') && !(stored > Date.now() - DAY))
}

/**
 * @param {string | null} kept - as it is in the storage
 * @returns {number} until when it waits; not a number, or zero, when it cannot be read
 */
function untilOf (kept) {
  try {
    return JSON.parse(kept ?? '')?.until
  } catch {
    return 0
  }
}
