import assert from 'node:assert/strict'
import test from 'node:test'
import { author, parts, spoken, text, timeOfDay } from './words.js'

const WORDS = { lang: 'hu', you: 'Ön', operator: '{name}, ügyintéző', system: 'Rendszerüzenet', said: '{name} írta: {text}', point: '.' }
const DESK = { ...WORDS, citizen: 'Ügyfél', operator: '{name}' }
const answer = { id: 3, ref: 'r', author: 'operator', name: 'Anna', body: 'Jó napot!', at: '2026-11-24T16:08:09+01:00' }
const joined = { id: 2, ref: 's', author: 'system', body: 'joined', at: answer.at, texts: { hu: 'Anna csatlakozott.', en: 'Anna has joined.' } }

test('an answer is said once with its author and in full', () => {
  assert.equal(spoken(answer, 'citizen', WORDS), 'Anna, ügyintéző írta: Jó napot!')
})

test('what oneself wrote is not echoed, on either side', () => {
  assert.equal(spoken({ ...answer, author: 'citizen' }, 'citizen', WORDS), '')
  assert.equal(spoken(answer, 'operator', DESK), '')
})

test('the desk hears who the citizen is not: no name is known', () => {
  assert.equal(spoken({ ...answer, author: 'citizen', name: undefined }, 'operator', DESK), 'Ügyfél írta: Jó napot!')
})

test('the service itself speaks the language of the page', () => {
  assert.equal(text(joined, WORDS), 'Anna csatlakozott.')
  assert.equal(spoken(joined, 'citizen', { ...WORDS, lang: 'en' }), 'Anna has joined.')
})

test('dollar signs and braces in a message are words like any other', () => {
  assert.equal(spoken({ ...answer, body: '$& $1 {name} $\'' }, 'citizen', WORDS), 'Anna, ügyintéző írta: $& $1 {name} $\'')
  assert.equal(author({ ...answer, name: '$&' }, WORDS), '$&, ügyintéző')
})

test('the time is that of Budapest, without a leading nought', () => {
  assert.equal(timeOfDay('2026-11-24T09:05:00+01:00', WORDS), '9.05')
  assert.equal(timeOfDay(answer.at, { point: ':' }), '16:08')
})

test('only addresses of this service are cut out of a message, without the full stop behind them', () => {
  const cut = (body) => parts(body, 'https://pelda.hu')
  assert.deepEqual(cut('Itt: https://pelda.hu/hu/ugyek/x. Jó?'), ['Itt: ', 'https://pelda.hu/hu/ugyek/x', '. Jó?'])
  assert.deepEqual(cut('https://pelda.hu/'), ['', 'https://pelda.hu/', ''])
  for (const foreign of ['https://rossz.hu/', 'https://pelda.hu.rossz.hu/x', 'https://peldaxhu/x', 'javascript:alert(1)', 'https://pelda.hu']) {
    assert.deepEqual(cut(foreign), [foreign])
  }
})
