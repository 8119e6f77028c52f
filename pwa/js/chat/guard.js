/**
 * The rule that keeps individual cases out of general conversations, on the citizen's own device. It is the one of
 * `app/guard/rules.py`, with the same patterns in the same order; a test compares what the two say.
 */
import RULES from '../../../app/guard/patterns.json' with { type: 'json' }
import { findAsking } from './own.js'

/** @typedef {{kind: string, start: number, end: number}} Finding - a place in the text, in JavaScript's own counting */

const INDIVIDUAL = 'individual-case'
/** More than any field takes: who pastes a book waits for nothing, and is told by the server that it is too long. */
const LONGEST = 20_000
const SENTENCE = /[!?;\n]|\. +[A-Z]/
const STOP = /[.!?;\n]/

const compiled = (pattern, flags = 'i') => new RegExp(pattern.replaceAll('~', RULES.gap), flags)
const RUN = compiled('\\d(?:~\\d){4,25}', 'g')
const LABELS = compiled(RULES.labels.map(([, pattern]) => `(${pattern})`).join('|'), 'gi')
const STEPS = RULES.steps.map((step) => ({
  kind: '', labels: [], ...step, pattern: compiled(step.pattern, step.strict ? 'g' : 'gi'), before: compiled(step.before ?? '[\\w/+]$')
}))
const MOBILE = compiled(RULES.mobile)
const CALLED = compiled(RULES.called)

/**
 * @param {string} text - a message as it is about to be sent
 * @returns {{verdict: 'block' | 'advise' | 'allow', findings: Finding[]}} what the rule says of it
 */
export function check (text) {
  const [folded, at] = fold(text.slice(0, LONGEST))
  const numbers = findNumbers(folded)
  const asking = findAsking(folded)
  const found = [...numbers, ...(asking ? [{ kind: INDIVIDUAL, ...asking }] : [])].sort((a, b) => a.start - b.start || (a.kind < b.kind ? -1 : 1))
  const findings = found.map(({ kind, start, end }) => ({ kind, start: at[start][0], end: at[end - 1][1] }))
  return { verdict: numbers.length ? 'block' : findings.length ? 'advise' : 'allow', findings }
}

/**
 * @param {string} text - a message
 * @param {Finding[]} findings - what stands in it
 * @returns {string} the message without the numbers
 */
export function without (text, findings) {
  for (const { kind, start, end } of findings.toReversed?.() ?? [...findings].reverse()) {
    if (kind !== INDIVIDUAL) text = text.slice(0, start) + text.slice(end)
  }
  return text.replace(/[ \t]{2,}/g, ' ').replace(/[ \t]+([,.;:!?])/g, '$1').trim()
}

/** Without accents, invisible signs and special forms, and where each sign stood. */
function fold (text) {
  const at = []
  let folded = ''
  let index = 0
  for (const letter of text) {
    const next = index + letter.length
    if (!/[\p{Mn}\p{Me}\p{Cf}]/u.test(letter)) {
      const [plain] = decimal(letter).normalize('NFKD')
      folded += plain.length > 1 ? '·' : plain
      at.push([index, next])
    }
    index = next
  }
  // Who types a number reads O and l as digits.
  return [folded.replace(/([0-9])([oOIl]+)(?=[0-9])/g, (_, digit, letters) => digit + letters.replace(/o/gi, 0).replace(/[Il]/g, 1)), at]
}

/** The digit that a sign of any script stands for; digits stand in tens, from nought to nine. */
function decimal (sign) {
  if (sign < '\x80' || !/\p{Nd}/u.test(sign)) return sign
  let digit = 0
  while (/\p{Nd}/u.test(String.fromCodePoint(sign.codePointAt(0) - digit - 1))) digit++
  return String(digit % 10)
}

function findNumbers (text) {
  const found = []
  const taken = []
  const runs = Array.from(text.matchAll(RUN), ({ index, 0: run }) => [index, index + run.length])
  for (const step of STEPS) {
    const { pattern, before } = step
    pattern.lastIndex = 0
    for (let match; (match = pattern.exec(text));) {
      const start = match.index
      const end = start + match[0].length
      const free = taken.every(([first, last]) => end <= first || start >= last)
      if (!free || before.test(text.slice(Math.max(0, start - 1), start))) {
        pattern.lastIndex = start + 1
        continue
      }
      const kind = judge(step, text, start, end, runs)
      if (kind === undefined) continue
      taken.push([start, end])
      if (kind) found.push({ kind, start, end })
    }
  }
  return found
}

/** The kind of number that stands there, '' when it is protected, undefined when the step does not apply. */
function judge ({ kind, check, labels }, text, start, end, runs) {
  if (!kind) return ''
  const written = text.slice(start, end)
  const label = labelOf(text, start, end, runs)
  const number = written.replace(/\D/g, '')
  if (check === 'length') {
    const [fewest, most] = RULES.lengths[label] ?? [1, 0]
    return number.length >= fewest && number.length <= most ? label : undefined
  }
  if (labels.includes(label)) {
    if (kind === 'case-number' && /^((19|20)\d\d|\d{1,3})$/.test(number)) return undefined
    return kind === 'id-card' && label !== 'personal-id' ? label : kind
  }
  if (kind === 'taj' && MOBILE.test(number) && (label === 'phone' || CALLED.test(text.slice(end, end + 16)) || !/\d/.test(text[start + 2]))) return ''
  return check && CHECKS[check](written, number) ? kind : undefined
}

/** What the words around a number say that it is; the nearest before it counts more than one after it. */
function labelOf (text, start, end, runs) {
  const since = Math.max(0, start - RULES.reach.back, ...runs.filter(([, last]) => last <= start).map(([, last]) => last))
  const until = Math.min(end + RULES.reach.forward, ...runs.filter(([first]) => first >= end).map(([first]) => first))
  const ahead = text.slice(since, start)
  const before = [...ahead.matchAll(LABELS)].pop()
  if (before && !SENTENCE.test(ahead.slice(before.index + before[0].length))) return kindOf(before)
  const behind = text.slice(end, until)
  const [after] = behind.matchAll(LABELS)
  return after && !STOP.test(behind.slice(0, after.index)) ? kindOf(after) : ''
}

function kindOf (match) {
  return RULES.labels[match.findIndex((part, place) => place && part !== undefined) - 1][0]
}

/** Check digits, as `app/guard/check_digits.py` explains them. */
const weighed = (digits, weight) => digits.reduce((sum, digit, place) => sum + digit * weight(place), 0)
const bankSum = (digits) => weighed(digits, (place) => [9, 7, 3, 1][place % 4]) % 10
const last = (digits) => digits[digits.length - 1]
const CHECKS = {
  any: () => true,
  taj: (_, number) => weighed([...number.slice(0, -1)], (place) => place % 2 ? 7 : 3) % 10 === +last(number),
  tax: (_, number) => number[0] === '8' && weighed([...number.slice(0, -1)], (place) => place + 1) % 11 === +last(number),
  bank: (_, number) => !bankSum([...number.slice(0, 8)]) && !bankSum([...number.slice(8)]),
  iban: (written) => {
    const signs = written.toUpperCase().replace(/[^A-Z0-9]/g, '')
    return [...(signs.slice(4) + signs.slice(0, 4)).replace(/[A-Z]/g, (sign) => parseInt(sign, 36))].reduce((rest, digit) => (rest * 10 + +digit) % 97, 0) === 1
  },
  personal: (_, number) => [(place) => place + 1, (place) => 10 - place].some((weight) => weighed([...number.slice(0, -1)], weight) % 11 === +last(number)),
  'no-date': (written) => {
    const day = written.match(/^(\d{1,2})([/-])(\d{1,2})\2\d{4}\.?$/)
    return !day || Math.max(+day[1], +day[3]) > 31
  }
}
