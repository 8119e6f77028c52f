/**
 * The rule that keeps individual cases out of general conversations, on the citizen's own device. It is the one of
 * `app/guard/rules.py`, with the same patterns in the same order; a test compares what the two say.
 */
import RULES from '../../../app/guard/patterns.json' with { type: 'json' }
import { findAsking } from './own.js'

/** @typedef {{kind: string, start: number, end: number}} Finding - a place in the text, in JavaScript's own counting */
/** @typedef {[start: number, end: number]} Span - a place in the folded text */
/** @typedef {{kind: string, labels: string[], check?: keyof typeof CHECKS | 'length', pattern: RegExp, before: RegExp}} Step - one kind of number */
/** @typedef {{kind?: string, labels?: string[], check?: keyof typeof CHECKS | 'length', pattern: string, before?: string, strict?: boolean}} WrittenStep */

const INDIVIDUAL = 'individual-case'
/** More than any field takes: who pastes a book waits for nothing, and is told by the server that it is too long. */
const LONGEST = 20_000
const SENTENCE = /[!?;\n]|\. +[A-Z]/
const STOP = /[.!?;\n]/

/**
 * @param {string} pattern - as it is written in the list
 * @param {string} [flags] - of the expression
 * @returns {RegExp} the expression, with what may stand between digits
 */
const compiled = (pattern, flags = 'i') => new RegExp(pattern.replaceAll('~', RULES.gap), flags)
const RUN = compiled('\\d(?:~\\d){4,25}', 'g')
const LABELS = compiled(RULES.labels.map(([, pattern]) => `(${pattern})`).join('|'), 'gi')
/** @type {Step[]} */
const STEPS = /** @type {WrittenStep[]} */ (RULES.steps).map((step) => ({
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

/**
 * @param {string} text - as it was written
 * @returns {[folded: string, at: Span[]]} the text without accents, invisible signs and special forms, and where each sign stood
 */
function fold (text) {
  /** @type {Span[]} */
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
  return [folded.replace(/([0-9])([oOIl]+)(?=[0-9])/g, (_, digit, letters) => digit + letters.replace(/o/gi, '0').replace(/[Il]/g, '1')), at]
}

/**
 * @param {string} sign - of any script
 * @returns {string} the digit that it stands for, or the sign; Unicode orders the digits of a script from zero to nine
 */
function decimal (sign) {
  if (sign < '\x80' || !/\p{Nd}/u.test(sign)) return sign
  const code = sign.codePointAt(0) ?? 0
  let digit = 0
  while (/\p{Nd}/u.test(String.fromCodePoint(code - digit - 1))) digit++
  return String(digit % 10)
}

/**
 * @param {string} text - folded
 * @returns {Finding[]} the numbers in it, in the folded text's counting
 */
function findNumbers (text) {
  /** @type {Finding[]} */
  const found = []
  /** @type {Span[]} */
  const taken = []
  const runs = Array.from(text.matchAll(RUN), ({ index, 0: run }) => /** @type {Span} */ ([index, index + run.length]))
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

/**
 * @param {Step} step - one kind of number
 * @param {string} text - folded
 * @param {number} start - where it may stand
 * @param {number} end - and end
 * @param {Span[]} runs - all numbers of the text
 * @returns {string | undefined} the kind of number that stands there, '' when it is protected, undefined when the step does not apply
 */
function judge ({ kind, check, labels }, text, start, end, runs) {
  if (!kind) return ''
  const written = text.slice(start, end)
  const label = labelOf(text, start, end, runs)
  const number = written.replace(/\D/g, '')
  if (check === 'length') return hasLengthOf(label, number) ? label : undefined
  if (labels.includes(label)) return labelled(kind, label, number)
  if (kind === 'taj' && MOBILE.test(number) && (label === 'phone' || writtenAsMobile(text, start, end))) return ''
  return check && CHECKS[check](written, number) ? kind : undefined
}

/**
 * @param {string} label - a kind of number
 * @param {string} number - digits
 * @returns {boolean} whether numbers of that kind are so long
 */
function hasLengthOf (label, number) {
  const [fewest, most] = /** @type {Record<string, number[]>} */ (RULES.lengths)[label] ?? [1, 0]
  return number.length >= fewest && number.length <= most
}

/**
 * @param {string} text - folded
 * @param {number} start - where nine digits start
 * @param {number} end - where they end
 * @returns {boolean} whether they are grouped, or spoken of, as a mobile telephone's number
 */
function writtenAsMobile (text, start, end) {
  return CALLED.test(text.slice(end, end + 16)) || !/\d/.test(text[start + 2])
}

/**
 * @param {string} kind - of the step
 * @param {string} label - what the words around the number say that it is
 * @param {string} number - its digits
 * @returns {string | undefined} the kind of a number that a word names; undefined for a year or a short number
 */
function labelled (kind, label, number) {
  if (kind === 'case-number' && /^((19|20)\d\d|\d{1,3})$/.test(number)) return undefined
  return kind === 'id-card' && label !== 'personal-id' ? label : kind
}

/**
 * @param {string} text - folded
 * @param {number} start - where a number starts
 * @param {number} end - where it ends
 * @param {Span[]} runs - all numbers of the text
 * @returns {string} what the words around it say that it is; the nearest before it counts more than one after it
 */
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

/**
 * @param {RegExpMatchArray} match - of a word
 * @returns {string} the kind of number that it names
 */
function kindOf (match) {
  return RULES.labels[match.findIndex((part, place) => place && part !== undefined) - 1][0]
}

/* Check digits, as `app/guard/check_digits.py` explains them. */

/**
 * @param {string} digits - of a number
 * @param {(place: number) => number} weight - of each place
 * @returns {number} the weighted sum
 */
const weighed = (digits, weight) => [...digits].reduce((sum, digit, place) => sum + Number(digit) * weight(place), 0)
/**
 * @param {string} digits - a part of an account number
 * @returns {number} 0 when it is valid
 */
const bankSum = (digits) => weighed(digits, (place) => [9, 7, 3, 1][place % 4]) % 10
/**
 * @param {string} digits - of a number
 * @returns {[head: string, check: number]} all but the last one, and the last one
 */
const checked = (digits) => [digits.slice(0, -1), Number(digits.slice(-1))]
/**
 * Each says whether a number is one of its kind.
 *
 * @satisfies {Record<string, (written: string, number: string) => boolean>}
 */
const CHECKS = {
  any: () => true,
  taj: (_, number) => {
    const [head, check] = checked(number)
    return weighed(head, (place) => place % 2 ? 7 : 3) % 10 === check
  },
  tax: (_, number) => {
    const [head, check] = checked(number)
    return number[0] === '8' && weighed(head, (place) => place + 1) % 11 === check
  },
  bank: (_, number) => !bankSum(number.slice(0, 8)) && !bankSum(number.slice(8)),
  iban: (written) => {
    const signs = written.toUpperCase().replace(/[^A-Z0-9]/g, '')
    const digits = (signs.slice(4) + signs.slice(0, 4)).replace(/[A-Z]/g, (sign) => String(parseInt(sign, 36)))
    return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
  },
  personal: (_, number) => {
    const [head, check] = checked(number)
    return weighed(head, (place) => place + 1) % 11 === check || weighed(head, (place) => 10 - place) % 11 === check
  },
  'no-date': (written) => {
    const day = written.match(/^(\d{1,2})([/-])(\d{1,2})\2\d{4}\.?$/)
    return !day || Math.max(+day[1], +day[3]) > 31
  }
}
