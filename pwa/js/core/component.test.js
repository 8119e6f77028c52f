import assert from 'node:assert/strict'
import test from 'node:test'
import { Component, startAll } from './component.js'

class Started extends Component {
  constructor (root) {
    super(root)
    root.times = (root.times ?? 0) + 1
  }
}

const scope = (...roots) => ({ querySelectorAll: () => roots })

test('an element is started once, however often it is looked at', () => {
  const root = { dataset: { module: 'thing' } }
  startAll(scope(root), { thing: Started })
  startAll(scope(root), { thing: Started })
  assert.equal(root.times, 1)
})

test('an element of another room is left to the script of that room', () => {
  const root = { dataset: { module: 'chat/talk' } }
  startAll(scope(root), { thing: Started })
  assert.equal(root.times, undefined)
  startAll(scope(root), { 'chat/talk': Started })
  assert.equal(root.times, 1)
})
