import assert from 'node:assert/strict'
import test from 'node:test'
import { LONGEST, sentences } from './sentences.js'

const cut = (text, language = 'hu') => sentences(text, language).map(({ start, end }) => text.slice(start, end).trim())

test('each sentence is a piece of its own', () => {
  assert.deepEqual(cut('Most nyitva vagyunk. Írjon 2026. november 24. után is! Segítsünk?'), [
    'Most nyitva vagyunk.', 'Írjon 2026. november 24. után is!', 'Segítsünk?'
  ])
})

test('a long sentence is cut at a comma, or else between words, and loses nothing', () => {
  const long = `${'hosszú szavak egymás után '.repeat(6)}vessző után, ${'még több szó következik '.repeat(12)}vége.`
  const pieces = sentences(long, 'hu')
  assert.equal(pieces.map(({ start, end }) => long.slice(start, end)).join(''), long)
  assert.ok(pieces.every(({ start, end }) => end - start < LONGEST))
  assert.ok(cut(long)[0].endsWith(','))
})

test('a word longer than a breath is cut, never dropped', () => {
  const word = 'ű'.repeat(450)
  assert.equal(cut(word).join(''), word)
})

test('what has no letter and no digit is not read', () => {
  assert.deepEqual(cut(' – '), [])
})
