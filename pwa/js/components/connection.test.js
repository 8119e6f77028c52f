import assert from 'node:assert/strict'
import test from 'node:test'
import Connection from './connection.js'

/** The layout's note and live region, in a window whose connection the test cuts. */
function page (t, onLine) {
  const said = []
  const words = {}
  const window = new EventTarget()
  t.mock.timers.enable({ apis: ['setTimeout'] })
  globalThis.addEventListener = window.addEventListener.bind(window)
  globalThis.document = { getElementById: () => ({ replaceChildren: (text) => said.push(text) }) }
  Object.defineProperty(globalThis, 'navigator', { value: { onLine }, configurable: true })
  t.after(() => { t.mock.timers.runAll(); delete globalThis.document; delete globalThis.addEventListener })
  const root = { hidden: true, dataset: { lost: 'Nincs kapcsolat.', back: 'Van kapcsolat.' }, querySelector: () => words }
  new Connection(root) // eslint-disable-line no-new
  return { root, said, words, window, tick: () => t.mock.timers.tick(3000) }
}

test('a page with a connection says nothing', (t) => {
  const { root, said } = page(t, true)
  assert.equal(root.hidden, true)
  assert.deepEqual(said, [])
})

test('a page that opens without a connection says so at once', (t) => {
  const { root, said, words } = page(t, false)
  assert.equal(root.hidden, false)
  assert.equal(words.textContent, 'Nincs kapcsolat.')
  assert.deepEqual(said, ['Nincs kapcsolat.'])
})

test('losing the connection and having it again are both said, and the note goes', (t) => {
  const { root, said, window, tick } = page(t, true)
  window.dispatchEvent(new Event('offline'))
  assert.equal(root.hidden, false)
  tick()
  window.dispatchEvent(new Event('online'))
  tick()
  assert.equal(root.hidden, true)
  assert.deepEqual(said, ['Nincs kapcsolat.', 'Van kapcsolat.'])
})
