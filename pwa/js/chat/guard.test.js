import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import test from 'node:test'
import WEIGHTS from '../../../app/guard/weights.json' with { type: 'json' }
import { check, without } from './guard.js'
import { know } from './own.js'

const ROOT = path.resolve(import.meta.dirname, '../../..')
/** The town's list and the one of unseen messages, each with what the server says, and pairs of them run together. */
const LISTED = JSON.parse(execFileSync(path.join(ROOT, '.venv/bin/python'), ['-m', 'tests.app.guard.judged'], { cwd: ROOT, maxBuffer: 2 ** 26 }))

test('without what was learned numbers are still found', () => {
  assert.equal(check('Mikor döntenek a kérelmemről?').verdict, 'allow')
  assert.equal(check('A TAJ-számom 981 203 458').verdict, 'block')
  know(WEIGHTS)
  assert.equal(check('Mikor döntenek a kérelmemről?').verdict, 'advise')
})

function said (text) {
  const { verdict, findings } = check(text)
  return { verdict, found: findings.map(({ kind, start, end }) => [kind, text.slice(start, end)]) }
}

test('every example of the town is judged as it is listed', () => {
  const wrong = LISTED.town.filter(({ text, verdict }) => check(text).verdict !== verdict)
  assert.equal(LISTED.town.length >= 40, true)
  assert.deepEqual(wrong, [])
})

test('of unseen messages as many are judged right as the records say', () => {
  for (const [verdict, share] of [['advise', 0.97], ['allow', 0.97]]) {
    const unseen = LISTED.unseen.filter((one) => one.verdict === verdict)
    const wrong = unseen.filter(({ text }) => check(text).verdict !== verdict)
    assert.ok(wrong.length <= unseen.length * (1 - share), JSON.stringify(wrong))
  }
})

test('the device and the server find the same in the same places', () => {
  assert.ok(LISTED.judged.length > 1500)
  for (const { text, ...expected } of LISTED.judged) assert.deepEqual(said(text), expected, text)
})

test('taking the numbers out leaves a message that may be sent', () => {
  for (const { text } of LISTED.town.filter(({ verdict }) => verdict === 'block')) {
    assert.notEqual(check(without(text, check(text).findings)).verdict, 'block', text)
  }
})
