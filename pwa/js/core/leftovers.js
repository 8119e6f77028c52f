/** A message that could not be sent waits so long in the browser; a day later nobody counts on it any more. */
export const DAY = 24 * 3600 * 1000

/**
 * Remove unsent messages that have waited too long, of whichever conversation, on whichever page the browser is.
 *
 * @param {Pick<Storage, 'length' | 'key' | 'getItem' | 'removeItem'>} storage - the browser's
 */
export function sweep (storage) {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index))
  for (const name of names.filter((one) => one.startsWith('unsent-'))) {
    if (!(untilOf(storage.getItem(name)) > Date.now())) storage.removeItem(name)
  }
}

/**
 * Remove copies of the citizen's own pages from this device.
 *
 * @param {CacheStorage | undefined} stores - the browser's
 * @param {(path: string, stored: number) => boolean} goes - says of a path, and of when its page came, whether it goes
 */
export async function dropCopies (stores, goes) {
  const cache = await stores?.open('own')
  for (const request of await cache?.keys() ?? []) {
    const stored = new Date((await cache.match(request))?.headers.get('Date') ?? NaN).valueOf()
    if (goes(new URL(request.url).pathname, stored)) await cache.delete(request)
  }
}

/**
 * A conversation's copy is there for a lost connection; a day later the next person may sit at this machine.
 *
 * @param {CacheStorage | undefined} stores - the browser's
 */
export function sweepCopies (stores) {
  return dropCopies(stores, (path, stored) => path.includes('/beszelgetes/') && !(stored > Date.now() - DAY))
}

function untilOf (kept) {
  try {
    return JSON.parse(kept)?.until
  } catch {
    return 0
  }
}
