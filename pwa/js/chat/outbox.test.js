import assert from 'node:assert/strict'
import test from 'node:test'
import { newRef, Outbox } from './outbox.js'

class Storage {
  kept = new Map()
  getItem (key) { return this.kept.get(key) ?? null }
  setItem (key, value) { this.kept.set(key, value) }
  removeItem (key) { this.kept.delete(key) }
}

test('what was not confirmed is there when the page is opened again, in its order', () => {
  const storage = new Storage()
  const first = new Outbox(storage, 'abc')
  first.add('r1', 'első')
  first.add('r2', 'második')
  assert.deepEqual(new Outbox(storage, 'abc').messages, [{ ref: 'r1', body: 'első' }, { ref: 'r2', body: 'második' }])
})

test('each conversation keeps only its own', () => {
  const storage = new Storage()
  new Outbox(storage, 'abc').add('r1', 'titok')
  assert.deepEqual(new Outbox(storage, 'other').messages, [])
})

test('nothing stays behind once all is confirmed', () => {
  const storage = new Storage()
  const outbox = new Outbox(storage, 'abc')
  outbox.add('r1', 'első')
  outbox.drop('r1')
  assert.equal(storage.kept.size, 0)
  assert.equal(outbox.has('r1'), false)
})

test('what somebody else left in the storage does no harm', () => {
  for (const rubbish of ['{', '7', '{"a":1}', '[{"ref":1,"body":null}]', 'null']) {
    const storage = new Storage()
    storage.setItem('unsent-abc', rubbish)
    assert.deepEqual(new Outbox(storage, 'abc').messages, [], rubbish)
  }
})

test('of an erased conversation nothing stays in the browser', () => {
  const storage = new Storage()
  const outbox = new Outbox(storage, 'abc')
  outbox.add('r1', 'első')
  outbox.clear()
  assert.deepEqual([outbox.messages, storage.kept.size], [[], 0])
})

test('a storage that is full or forbidden does not stop the open page', () => {
  const refusing = { getItem () { throw new Error('no') }, setItem () { throw new Error('full') }, removeItem () { throw new Error('no') } }
  const outbox = new Outbox(refusing, 'abc')
  outbox.add('r1', 'első')
  assert.equal(outbox.has('r1'), true)
})

test('refs are names that the server takes, and no two are alike', () => {
  const refs = Array.from({ length: 200 }, newRef)
  assert.equal(new Set(refs).size, 200)
  assert.ok(refs.every((ref) => /^[A-Za-z0-9_-]{1,64}$/.test(ref)))
})
