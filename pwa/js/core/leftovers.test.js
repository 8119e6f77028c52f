import assert from 'node:assert/strict'
import test from 'node:test'
import { Outbox } from '../chat/outbox.js'
import { DAY, dropCopies, sweep, sweepCopies } from './leftovers.js'

class Storage {
  kept = new Map()
  get length () { return this.kept.size }
  key (index) { return [...this.kept.keys()][index] }
  getItem (key) { return this.kept.get(key) ?? null }
  setItem (key, value) { this.kept.set(key, value) }
  removeItem (key) { this.kept.delete(key) }
}

test('an unsent message is gone from the browser after a day, on whatever page', (context) => {
  context.mock.timers.enable({ apis: ['Date'] })
  const storage = new Storage()
  new Outbox(storage, 'abc').add('r1', 'elköltöztem')
  context.mock.timers.tick(DAY - 1)
  sweep(storage)
  assert.equal(new Outbox(storage, 'abc').messages.length, 1)
  context.mock.timers.tick(1)
  assert.deepEqual(new Outbox(storage, 'abc').messages, [])
  sweep(storage)
  assert.equal(storage.length, 0)
})

test('what is not ours stays, and what nobody can read goes', () => {
  const storage = new Storage()
  for (const [name, value] of [['theme', 'dark'], ['unsent-a', '{'], ['unsent-b', 'null'], ['unsent-c', '[]']]) storage.setItem(name, value)
  sweep(storage)
  assert.deepEqual([...storage.kept.keys()], ['theme'])
})

/** A browser's stores with one cache of pages: path to the moment at which the page came. */
function stores (pages) {
  const kept = new Map(Object.entries(pages).map(([path, at]) => [`https://pelda.hu${path}`, at]))
  const cache = {
    keys: async () => [...kept.keys()].map((url) => ({ url })),
    match: async ({ url }) => new Response('', { headers: { Date: new Date(kept.get(url)).toUTCString() } }),
    delete: async ({ url }) => kept.delete(url)
  }
  return { open: async () => cache, left: () => [...kept.keys()].map((url) => new URL(url).pathname) }
}

test('a copy of a conversation goes after a day, a booked visit stays readable', async () => {
  const all = stores({ '/hu/beszelgetes/new': Date.now() - DAY / 2, '/hu/beszelgetes/old': Date.now() - DAY - 2000, '/hu/idopont/kesz/BKT472': 0 })
  await sweepCopies(all)
  assert.deepEqual(all.left(), ['/hu/beszelgetes/new', '/hu/idopont/kesz/BKT472'])
})

test('the copies of one conversation go in every language, and no others', async () => {
  const all = stores({ '/hu/beszelgetes/abc': 0, '/de/beszelgetes/abc': 0, '/hu/beszelgetes/abcd': 0 })
  await dropCopies(all, (path) => path.endsWith('/beszelgetes/abc'))
  assert.deepEqual(all.left(), ['/hu/beszelgetes/abcd'])
})

test('a browser without stores keeps nothing', async () => {
  await sweepCopies(undefined)
})
