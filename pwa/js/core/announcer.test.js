import assert from 'node:assert/strict'
import test from 'node:test'
import { announce } from './announcer.js'

/** A page with the layout's live region, on a clock that the test turns. */
function page (t) {
  const said = []
  const region = { textContent: '', replaceChildren: (text) => { region.textContent = text; said.push(text) } }
  globalThis.document = { getElementById: (id) => id === 'announcer' ? region : null }
  t.mock.timers.enable({ apis: ['setTimeout'] })
  t.after(() => { t.mock.timers.runAll(); delete globalThis.document })
  return said
}

test('a message is said at once', (t) => {
  const said = page(t)
  announce('Üzenet érkezett.')
  assert.deepEqual(said, ['Üzenet érkezett.'])
})

test('messages wait for each other, in order, and each is said once', (t) => {
  const said = page(t)
  for (const text of ['Első.', 'Második.', 'Harmadik.']) announce(text)
  assert.deepEqual(said, ['Első.'])
  t.mock.timers.tick(1000)
  assert.deepEqual(said, ['Első.', 'Második.'])
  t.mock.timers.tick(1000)
  assert.deepEqual(said, ['Első.', 'Második.', 'Harmadik.'])
})

test('the same words are said again when they are announced again: the region changes each time', (t) => {
  const said = page(t)
  for (let times = 0; times < 3; times++) announce('Várjon.')
  t.mock.timers.tick(1000)
  t.mock.timers.tick(1000)
  assert.deepEqual(said.map((text) => text.trim()), ['Várjon.', 'Várjon.', 'Várjon.'])
  said.slice(1).forEach((text, before) => assert.notEqual(text, said[before]))
})
