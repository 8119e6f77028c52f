/** Inserts a text into an answer that is being written. */
export const GAP = '…'

/**
 * @param {string} written - what the field holds
 * @param {number} start - where the selection starts
 * @param {number} end - where it ends
 * @param {string} text - what is put in
 * @returns {{value: string, start: number, end: number}} the field afterwards, and what is selected: the first gap to fill in, or the place after the text
 */
export function insertText (written, start, end, text) {
  const before = written.slice(0, start).replace(/\s+$/, '')
  const after = written.slice(end).replace(/^\s+/, '')
  const head = before ? `${before}\n\n` : ''
  const gap = text.indexOf(GAP)
  const at = gap < 0 ? head.length + text.length : head.length + gap
  return { value: head + text + (after && `\n\n${after}`), start: at, end: gap < 0 ? at : at + GAP.length }
}
