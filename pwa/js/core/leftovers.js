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

function untilOf (kept) {
  try {
    return JSON.parse(kept)?.until
  } catch {
    return 0
  }
}
