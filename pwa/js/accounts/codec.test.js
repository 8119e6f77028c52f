import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOptions, toBytes, toText, writeCredential } from './codec.js'

const bytes = (...values) => Uint8Array.from(values)

test('bytes come back from base64url as they went', () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i)
  assert.deepEqual(toBytes(toText(all.buffer)), all)
})

test('text for an address has no +, / or =', () => {
  assert.equal(toText(bytes(0xfb, 0xff, 0xfe, 0xff).buffer), '-__-_w')
})

test('the options to make a passkey are read with their challenge, user and known passkeys', () => {
  const read = readOptions({ challenge: 'AQI', user: { id: 'Aw', name: 'Anna' }, excludeCredentials: [{ id: 'BA', type: 'public-key' }], timeout: 5 })
  assert.deepEqual(read.challenge, bytes(1, 2))
  assert.deepEqual(read.user, { id: bytes(3), name: 'Anna' })
  assert.deepEqual(read.excludeCredentials, [{ id: bytes(4), type: 'public-key' }])
  assert.equal(read.timeout, 5)
})

test('the options to sign in need no user', () => {
  assert.deepEqual(readOptions({ challenge: 'AQ', allowCredentials: [] }), { challenge: bytes(1), allowCredentials: [] })
})

test('an answer is written with the parts that it has', () => {
  const written = JSON.parse(writeCredential({
    id: 'BQ', rawId: bytes(5).buffer, type: 'public-key',
    response: { clientDataJSON: bytes(1).buffer, authenticatorData: bytes(2).buffer, signature: bytes(3).buffer, userHandle: null }
  }))
  assert.deepEqual(written, { id: 'BQ', rawId: 'BQ', type: 'public-key', response: { clientDataJSON: 'AQ', authenticatorData: 'Ag', signature: 'Aw' } })
})
