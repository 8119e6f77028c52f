import assert from 'node:assert/strict'
import { test } from 'node:test'
import Print from './print.js'

test('the button appears and prints the page', () => {
  const button = Object.assign(new EventTarget(), { hidden: true })
  let printed = 0
  globalThis.print = () => { printed += 1 }
  new Print(button) // eslint-disable-line no-new
  assert.equal(button.hidden, false)
  button.dispatchEvent(new Event('click'))
  assert.equal(printed, 1)
})
