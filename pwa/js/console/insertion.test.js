import assert from 'node:assert/strict'
import test from 'node:test'
import { insertText } from './insertion.js'

test('into an empty answer the text comes as it is, with the cursor behind it', () => {
  assert.deepEqual(insertText('', 0, 0, 'Jó napot!'), { value: 'Jó napot!', start: 9, end: 9 })
})

test('what is written stays, with an empty line between', () => {
  assert.equal(insertText('Jó napot! ', 10, 10, 'Miben segíthetek?').value, 'Jó napot!\n\nMiben segíthetek?')
  assert.equal(insertText('Elején. Végén.', 7, 7, 'Közben.').value, 'Elején.\n\nKözben.\n\nVégén.')
})

test('what is selected is replaced', () => {
  assert.equal(insertText('Rossz szöveg', 0, 12, 'Jó szöveg').value, 'Jó szöveg')
})

test('the first gap is selected, so that writing fills it', () => {
  const { value, start, end } = insertText('Értem.', 6, 6, 'Úgy értettem: …. Jól értettem?')
  assert.equal(value.slice(start, end), '…')
  assert.equal(value.slice(0, start), 'Értem.\n\nÚgy értettem: ')
})
