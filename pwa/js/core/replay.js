/**
 * Send the waiting messages in order. A message leaves the queue only after the server has answered, so a worker that
 * is stopped in between loses none; the server knows a message by its ref, so none is posted twice.
 *
 * @param {{getAll: () => Promise<Array<{request: Request}>>, shiftRequest: () => Promise<unknown>}} queue - what waits
 * @param {(message: object) => Promise<void>} tell - tells the open pages about each
 * @returns {Promise<void>} rejects when there is still no connection
 */
export async function replayAll (queue, tell) {
  for (let [entry] = await queue.getAll(); entry; [entry] = await queue.getAll()) {
    const path = new URL(entry.request.url).pathname
    const sent = await entry.request.clone().json().catch(() => ({}))
    const response = await fetch(entry.request.clone())
    if (response.status >= 500 || response.status === 429) throw new Error(`not now: ${response.status}`)
    await queue.shiftRequest()
    const answer = await response.json().catch(() => ({}))
    await tell({ type: response.ok ? 'delivered' : 'refused', path, ref: sent.ref, answer })
  }
}
