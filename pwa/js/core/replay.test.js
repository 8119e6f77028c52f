import assert from 'node:assert/strict'
import test from 'node:test'
import { replayAll } from './replay.js'

const message = (ref) => ({
  request: new Request('https://example.hu/hu/beszelgetes/a/uzenet', { method: 'POST', body: JSON.stringify({ ref, body: 'x' }) })
})

function queueOf (...entries) {
  return { entries, getAll: async () => [...entries], shiftRequest: async () => entries.shift() }
}

/** Stand in for the network, as the browser offers it to the worker. */
function network (t, answer) {
  const before = globalThis.fetch
  globalThis.fetch = answer
  t.after(() => { globalThis.fetch = before })
}

test('what waits is sent in order, and each delivery is told', async (t) => {
  const told = []
  network(t, async () => Response.json({ id: 7 }, { status: 201 }))
  const queue = queueOf(message('a'), message('b'))
  await replayAll(queue, async (what) => { told.push(what) })
  assert.deepEqual(queue.entries, [])
  assert.deepEqual(told.map(({ type, ref, path, answer }) => [type, ref, path, answer.id]), [
    ['delivered', 'a', '/hu/beszelgetes/a/uzenet', 7], ['delivered', 'b', '/hu/beszelgetes/a/uzenet', 7]
  ])
})

test('without a connection everything stays in the queue', async (t) => {
  network(t, async () => { throw new TypeError('no network') })
  const queue = queueOf(message('a'))
  await assert.rejects(replayAll(queue, async () => {}))
  assert.equal(queue.entries.length, 1)
})

test('a server that is not well is asked again later', async (t) => {
  network(t, async () => new Response('', { status: 503 }))
  const queue = queueOf(message('a'))
  await assert.rejects(replayAll(queue, async () => {}))
  assert.equal(queue.entries.length, 1)
})

test('a refused message leaves the queue, and the page is told why', async (t) => {
  const told = []
  network(t, async () => Response.json({ error: 'ended' }, { status: 409 }))
  const queue = queueOf(message('a'))
  await replayAll(queue, async (what) => { told.push(what) })
  assert.equal(queue.entries.length, 0)
  assert.deepEqual([told[0].type, told[0].answer.error], ['refused', 'ended'])
})
