import { announce } from '../core/announcer.js'
import { Component } from '../core/component.js'
import { find, wordsOf } from '../core/dom.js'
import { sentences } from '../core/sentences.js'

/** @typedef {{range: Range, block: Element, language: string}} Piece - a sentence on the page */
/** @typedef {{block: Element, language: string, nodes: Text[]}} Group - neighbouring texts of one block in one language */

const BLOCKS = 'h1, h2, h3, h4, p, li, dt, dd, th, td, caption, legend, label, summary, address, div'
const SILENT = '[hidden], [aria-hidden="true"], nav, button, form, script, .vh, .noprint'
const VOICE_WAIT = 3000
const synth = globalThis.speechSynthesis

/** Reads the page aloud sentence by sentence on request; Escape stops it. */
export default class ReadAloud extends Component {
  /** @param {HTMLElement} root - the hidden buttons, with all words in data-attributes */
  constructor (root) {
    super(root)
    this.toggle = find(root, '[data-do="toggle"]')
    this.end = find(root, '[data-do="stop"]')
    /** @type {SpeechSynthesisVoice[]} */
    this.voices = []
    /** @type {Piece[]} */
    this.pieces = []
    /** @type {Element | undefined} */
    this.block = undefined
    this.at = 0
    this.reading = false
    root.hidden = false
    this.toggle.addEventListener('click', () => this.reading ? this.pause() : this.start())
    this.end.addEventListener('click', () => this.stop())
    addEventListener('keydown', (event) => event.key === 'Escape' && !this.end.hidden && this.stop())
    addEventListener('pagehide', () => synth?.cancel())
  }

  /** Start, or continue after a pause. */
  async start () {
    this.reading = true
    this.show()
    this.voices = await voicesFor(document.documentElement.lang)
    if (!this.voices.length) return this.unable()
    if (this.at === 0) this.pieces = collect(find(document, 'main'))
    if (this.reading) this.next()
  }

  /** Stop speaking; the next start repeats the current sentence. */
  pause () {
    this.reading = false
    synth?.cancel()
    this.show()
  }

  /** Stop speaking; the next start begins at the top. */
  stop () {
    // The focused button disappears, so the focus moves to the one beside it.
    if (document.activeElement === this.end) this.toggle.focus()
    this.at = 0
    this.pause()
    this.mark()
  }

  /** Read the next sentence; after the last one the reading ends. */
  next () {
    const piece = this.pieces[this.at]
    if (!piece) return this.stop()
    const utterance = new SpeechSynthesisUtterance(piece.range.toString().replace(/\s+/g, ' ').trim())
    utterance.lang = base(piece.language)
    utterance.voice = this.voices.find((voice) => base(voice.lang) === utterance.lang) ?? null
    utterance.onend = () => {
      if (!this.reading || this.pieces[this.at] !== piece) return
      this.at += 1
      this.next()
    }
    utterance.onerror = ({ error }) => ['canceled', 'interrupted'].includes(error) || this.stop()
    this.mark(piece)
    synth.speak(utterance)
  }

  /** @param {Piece} [piece] - the piece being read, if any */
  mark (piece) {
    this.block?.classList.remove('is-read')
    this.block = piece?.block
    if (globalThis.Highlight) {
      CSS.highlights.delete('aloud')
      if (piece) CSS.highlights.set('aloud', new Highlight(piece.range))
    } else {
      this.block?.classList.add('is-read')
    }
    piece?.block.scrollIntoView({ block: 'nearest' })
  }

  /** Let the buttons say what they do now. */
  show () {
    const words = this.reading ? 'pause' : this.at ? 'on' : 'start'
    find(this.toggle, 'span').textContent = wordsOf(this.root)[words]
    this.end.hidden = !this.reading && this.at === 0
  }

  /** Say that the device has no voice for this language. */
  unable () {
    this.reading = false
    this.show()
    const told = find(this.root, '[data-told]')
    told.textContent = wordsOf(this.root).none
    told.hidden = false
    announce(told.textContent)
  }
}

/**
 * @param {Element} main - what to read
 * @returns {Piece[]} its sentences in order
 */
function collect (main) {
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
  /** @type {Group[]} */
  const groups = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement
    if (!parent || parent.closest(SILENT) || parent.checkVisibility?.() === false) continue
    const block = parent.closest(BLOCKS) ?? main
    const { lang } = /** @type {HTMLElement} */ (parent.closest('[lang]'))
    const text = /** @type {Text} */ (node)
    const last = groups.at(-1)
    if (last?.block === block && last.language === lang) last.nodes.push(text)
    else groups.push({ block, language: lang, nodes: [text] })
  }
  return groups.flatMap(pieces)
}

/**
 * @param {Group} group - of texts
 * @returns {Piece[]} its sentences
 */
function pieces ({ block, language, nodes }) {
  const text = nodes.map((node) => node.data).join('')
  return sentences(text, language).map(({ start, end }) => {
    const range = document.createRange()
    range.setStart(...place(nodes, start))
    range.setEnd(...place(nodes, end))
    return { range, block, language }
  })
}

/**
 * @param {Text[]} nodes - texts, one after the other
 * @param {number} offset - in all of them
 * @returns {[Text, number]} the one in which that place is, and where in it
 */
function place (nodes, offset) {
  for (const node of nodes) {
    if (offset <= node.data.length) return [node, offset]
    offset -= node.data.length
  }
  const last = nodes[nodes.length - 1]
  return [last, last.data.length]
}

/**
 * @param {string} language - a tag: hu-simple
 * @returns {string} its first part: hu
 */
const base = (language) => language.toLowerCase().split(/[-_]/)[0]

/**
 * @param {string} language - in which to read
 * @returns {Promise<SpeechSynthesisVoice[]>} the device's voices once one of them speaks `language`; none when there is
 *   none after a short wait
 */
async function voicesFor (language) {
  const fit = () => (synth?.getVoices() ?? []).some((voice) => base(voice.lang) === base(language)) ? synth.getVoices() : []
  if (!synth || fit().length) return fit()
  return new Promise((resolve) => {
    const done = setTimeout(() => resolve(fit()), VOICE_WAIT)
    synth.addEventListener('voiceschanged', () => {
      if (!fit().length) return
      clearTimeout(done)
      resolve(fit())
    })
  })
}
