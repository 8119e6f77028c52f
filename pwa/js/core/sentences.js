/** Splits text into pieces for speech synthesis: some voices stop in the middle of longer ones. */
export const LONGEST = 200

/**
 * @param {string} text - one paragraph
 * @param {string} language - its language, for where sentences end
 * @returns {Array<{start: number, end: number}>} the sentences' places in `text`, each shorter than `LONGEST`
 */
export function sentences (text, language) {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
  return [...segmenter.segment(text)]
    .flatMap(({ segment, index }) => cut(segment, index))
    .filter(({ start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, end)))
}

/**
 * @param {string} segment - a sentence
 * @param {number} start - where it starts
 * @returns {Array<{start: number, end: number}>} its pieces, each shorter than `LONGEST`
 */
function cut (segment, start) {
  const pieces = []
  let from = 0
  while (segment.length - from >= LONGEST) {
    const part = segment.slice(from, from + LONGEST - 1)
    const at = Math.max(part.lastIndexOf(', '), part.lastIndexOf('; '), part.lastIndexOf(' – '))
    const space = part.lastIndexOf(' ')
    const length = at > LONGEST / 4 ? at + 1 : space > 0 ? space + 1 : part.length
    pieces.push({ start: start + from, end: start + from + length })
    from += length
  }
  pieces.push({ start: start + from, end: start + segment.length })
  return pieces
}
