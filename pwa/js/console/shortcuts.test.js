import assert from 'node:assert/strict'
import test from 'node:test'
import { command } from './shortcuts.js'

const press = (key, more = {}) => command({ altKey: true, ctrlKey: false, metaKey: false, shiftKey: false, code: '', key, ...more })

test('a letter with Alt is a command, large or small', () => {
  assert.deepEqual(press('u'), { name: 'newest' })
  assert.deepEqual(press('L'), { name: 'page' })
  assert.deepEqual(press('ArrowDown'), { name: 'next' })
})

test('nothing is a command without Alt, so that writing presses none', () => {
  for (const key of ['u', 'v', 'k', '1', 'ArrowDown']) assert.equal(press(key, { altKey: false, code: key === '1' ? 'Digit1' : '' }), null)
})

test('with another modifier the key is the browser’s or the keyboard’s own: AltGr writes letters', () => {
  for (const modifier of ['ctrlKey', 'metaKey', 'shiftKey']) assert.equal(press('v', { [modifier]: true }), null, modifier)
})

test('a canned reply is chosen by the place of its digit, whatever sign the keyboard writes there', () => {
  assert.deepEqual(press('§', { code: 'Digit3' }), { name: 'reply', number: 3 })
})

test('other keys are left alone', () => {
  for (const key of ['Tab', 'Enter', 'x', 'F4', 'constructor', '__proto__']) assert.equal(press(key), null, key)
})
