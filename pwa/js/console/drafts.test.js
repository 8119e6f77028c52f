import assert from 'node:assert/strict'
import test from 'node:test'
import { Draft } from './drafts.js'

class Storage {
  kept = new Map()
  getItem (key) { return this.kept.get(key) ?? null }
  setItem (key, value) { this.kept.set(key, value) }
  removeItem (key) { this.kept.delete(key) }
}

test('a half-written answer is there again, in its own conversation only', () => {
  const storage = new Storage()
  new Draft(storage, 'a').keep('Félig kész')
  assert.equal(new Draft(storage, 'a').read(), 'Félig kész')
  assert.equal(new Draft(storage, 'b').read(), '')
})

test('nothing stays behind once it is sent', () => {
  const storage = new Storage()
  const draft = new Draft(storage, 'a')
  draft.keep('Félig kész')
  draft.keep('')
  assert.equal(storage.kept.size, 0)
})

test('a storage that is full or forbidden does not stop the writing', () => {
  const refusing = { getItem () { throw new Error('no') }, setItem () { throw new Error('full') }, removeItem () { throw new Error('no') } }
  const draft = new Draft(refusing, 'a')
  draft.keep('Félig kész')
  assert.equal(draft.read(), '')
})
