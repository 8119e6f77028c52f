/**
 * Judges by learned weights whether a message asks how somebody's own case stands, as `app/guard/case_classifier.py` does and
 * explains: whole numbers, so that both come to the same sum.
 */
/** @typedef {{bias: number, weights: string}} Learned - the content of `app/guard/weights.json` */

/** @type {Learned | undefined} */
let learned
/** @type {Promise<void> | undefined} */
let learning

const NOUGHT = 'S'.charCodeAt(0)
const SENTENCE_END = /[!?\n][!?\n ]*|\. +(?=[A-Z])/g
const WORD = /[a-z]+|[0-9]+|\?/g
const LONGEST = 24
const STEM = 5
const SENTENCES_READ = 3

/**
 * Fetch what was learned, once: it is larger than all the rest, and nobody needs it before writing. Without it the
 * server still judges what a form sends.
 */
export async function learn () {
  learning ??= fetch(new URL('guard.json', import.meta.url)).then((response) => response.ok ? response.json() : undefined)
    .then((weights) => { if (weights) know(weights) }, () => { learning = undefined })
  await learning
}

/** @param {Learned} weights - what was learned; until it is known, no own case is found */
export function know (weights) {
  learned = weights
}

/** @returns {boolean} whether the weights have come, so that own cases are found */
export function hasLearned () {
  return learned !== undefined
}

/**
 * @param {string} text - a folded message
 * @returns {{start: number, end: number} | undefined} the first sentence that asks about somebody's own case
 */
export function findAsking (text) {
  if (!learned) return
  const { bias } = learned
  const ends = Array.from(text.matchAll(SENTENCE_END), ({ index, 0: { length } }) => index + length)
  if (!ends.length || ends[ends.length - 1] < text.length) ends.push(text.length)
  const sentences = ends.map((end, place) => ({ start: ends[place - 1] ?? 0, end }))
  const sums = addUp(sentences.map(({ start, end }) => text.slice(start, end)))
  for (let first = 0; first < Math.max(1, sums.length - SENTENCES_READ + 1); first++) {
    const read = sums.slice(first, first + SENTENCES_READ)
    if (read.reduce((sum, one) => sum + one, bias) <= 0) continue
    const asks = (/** @type {number} */ place) => text.slice(sentences[place].start, sentences[place].end).includes('?')
    return sentences[read.map((_, place) => first + place).sort((a, b) => Number(asks(b)) - Number(asks(a)) || sums[b] - sums[a] || a - b)[0]]
  }
}

/**
 * @param {string[]} sentences - of a message
 * @returns {number[]} what the weights of each add up to; the end of the message counts to the last
 */
function addUp (sentences) {
  let one = '^'
  let two = '^'
  const sums = sentences.map((sentence) => {
    let found = 0
    for (const [written] of sentence.toLowerCase().matchAll(WORD)) {
      const word = /[0-9]/.test(written) ? '0' : written.slice(0, LONGEST)
      found += ofWord(word) + ofPair(one, word, ' ') + ofPair(two, word, '_')
      two = one
      one = word
    }
    return found
  })
  sums[sums.length - 1] += ofPair(one, '$', ' ') + ofPair(two, '$', '_')
  return sums
}

/**
 * @param {string} word - any
 * @returns {number} the weights of the word and of its parts
 */
function ofWord (word) {
  const edged = `^${word}$`
  let found = weight(`w${word}`)
  for (const size of [3, 4]) {
    for (let at = 0; at + size <= edged.length; at++) found += weight(edged.slice(at, at + size))
  }
  return found
}

/**
 * @param {string} one - a word, or an edge
 * @param {string} word - one that comes after it
 * @param {string} between - a space for neighbours
 * @returns {number} the weight of the pair
 */
const ofPair = (one, word, between) => weight(one.slice(0, STEM) + between + word.slice(0, STEM))

/**
 * @param {string} feature - a word, a part of one, or a pair
 * @returns {number} what was learned for it
 */
function weight (feature) {
  if (!learned) return 0
  let place = 0
  for (let at = 0; at < feature.length; at++) place = (place * 31 + feature.charCodeAt(at)) % 1048573
  return learned.weights.charCodeAt(place % learned.weights.length) - NOUGHT
}
