import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joined, requestCounter } from './meter.js'

test('the text is measured a field a line, without empty fields', () => {
  assert.equal(joined([{ value: ' Jöjjön be. ' }, { value: '  ' }, { value: 'Hozza a papírt.' }]), 'Jöjjön be.\nHozza a papírt.')
})

test('only the answer to the newest question is wanted', () => {
  const asked = requestCounter()
  const first = asked.next()
  const second = asked.next()
  assert.equal(asked.isNewest(first), false)
  assert.equal(asked.isNewest(second), true)
})
