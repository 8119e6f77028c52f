import assert from 'node:assert/strict'
import test from 'node:test'
import { Outbox } from '../chat/outbox.js'
import { DAY, sweep } from './leftovers.js'

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
