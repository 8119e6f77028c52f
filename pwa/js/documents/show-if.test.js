import assert from 'node:assert/strict'
import test from 'node:test'
import { shown } from './show-if.js'

const PARTS = [
  { field: 'kind', values: ['new', 'census'], inside: ['neutered'] },
  { field: 'neutered', values: ['yes'], inside: [] },
  { field: 'proof', values: ['witness'], inside: [] }
]

/** Answer `chosen` from an object. */
const from = (answers) => (field) => answers[field] ?? []

test('a part is shown after one of its answers', () => {
  assert.deepEqual(shown(PARTS, from({ kind: ['census'], neutered: ['yes'] })), [true, true, false])
})

test('nothing is shown while nothing has been chosen', () => {
  assert.deepEqual(shown(PARTS, from({})), [false, false, false])
})

test('one of several chosen answers is enough', () => {
  assert.deepEqual(shown(PARTS, from({ proof: ['photo', 'witness'] })), [false, false, true])
})

test('a question in a hidden part decides nothing', () => {
  assert.deepEqual(shown(PARTS, from({ kind: ['change'], neutered: ['yes'] })), [false, false, false])
})
