import assert from 'node:assert/strict'
import test from 'node:test'
import { arrivals } from './arrivals.js'

const needs = { d: [{ textContent: ' Könnyen érthető ' }, { textContent: 'Több idő kell' }] }

/** Lists as the desk's page has them, as far as arrivals are concerned. */
function lists (members) {
  const items = Object.entries(members).flatMap(([list, ids]) => ids.map((id) => ({
    list, dataset: { id }, querySelector: () => ({ textContent: `téma ${id}` }), querySelectorAll: () => needs[id] ?? []
  })))
  return { querySelectorAll: (css) => items.filter(({ list }) => css === '[data-list] > li' || css.includes(`"${list}"`)) }
}

test('only who was on no list before has arrived, and how they want to talk is said with their topic', () => {
  const before = lists({ own: ['a'], waiting: ['b'], messages: [] })
  assert.deepEqual(arrivals(before, lists({ own: ['a'], waiting: ['b', 'c'], messages: ['d'] })), ['téma c', 'téma d; Könnyen érthető; Több idő kell'])
})

test('one that an operator gives back to the line is no newcomer', () => {
  assert.deepEqual(arrivals(lists({ own: ['a'] }), lists({ waiting: ['a'] })), [])
})

test('one that the operator takes is no newcomer', () => {
  assert.deepEqual(arrivals(lists({ waiting: ['a'] }), lists({ own: ['a'] })), [])
})
