import assert from 'node:assert/strict'
import test from 'node:test'

const SENTENCES = ['Első mondat.', 'Második mondat.']

/** The reading buttons on a page of two sentences, with a voice that finishes when the test says so. */
async function page (t, { voices }) {
  const said = []
  const spoken = []
  const element = (more = {}) => Object.assign(new EventTarget(), { hidden: true, textContent: '', ...more })
  const words = element()
  const toggle = element({ hidden: false, querySelector: () => words, focus () { document.activeElement = toggle } })
  const end = element()
  const told = element()
  const parts = { '[data-do="toggle"]': toggle, '[data-do="stop"]': end, '[data-told]': told }
  const root = element({ dataset: { start: 'Felolvasás', pause: 'Szünet', on: 'Tovább', none: 'Nincs hang.' }, querySelector: (css) => parts[css] })
  const block = { classList: { add () {}, remove () {} }, scrollIntoView () {} }
  const parent = { closest: (css) => css === '[lang]' ? { lang: 'hu' } : css.startsWith('h1') ? block : null, checkVisibility: () => true }
  const nodes = [{ data: SENTENCES.join(' '), parentElement: parent }]
  globalThis.NodeFilter = { SHOW_TEXT: 4 }
  globalThis.document = {
    documentElement: { lang: 'hu' },
    activeElement: null,
    getElementById: () => ({ replaceChildren: (text) => said.push(text) }),
    querySelector: () => ({}),
    createTreeWalker: () => ({ nextNode: () => nodes.shift() }),
    createRange: () => ({
      setStart (node, offset) { this.start = offset },
      setEnd (node, offset) { this.text = node.data.slice(this.start, offset) },
      toString () { return this.text }
    })
  }
  const window = new EventTarget()
  globalThis.addEventListener = window.addEventListener.bind(window)
  globalThis.SpeechSynthesisUtterance = class { constructor (text) { this.text = text } }
  globalThis.speechSynthesis = Object.assign(new EventTarget(), {
    getVoices: () => voices, speak: (utterance) => spoken.push(utterance), cancel () { this.cancelled = true }
  })
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { default: ReadAloud } = await import(`./read-aloud.js?${Math.random()}`)
  new ReadAloud(root) // eslint-disable-line no-new
  const settle = async () => { for (let turn = 0; turn < 9; turn++) await null }
  const click = async (button) => { button.dispatchEvent(new Event('click')); await settle() }
  return { root, toggle, end, told, words, said, spoken, window, click, settle, timers: t.mock.timers }
}

const HUNGARIAN = [{ lang: 'en_GB' }, { lang: 'hu-HU' }]

test('nothing is read before it is asked for', async (t) => {
  const { root, spoken } = await page(t, { voices: HUNGARIAN })
  assert.equal(root.hidden, false)
  assert.deepEqual(spoken, [])
})

test('sentences are read one after the other in the language of the page', async (t) => {
  const { toggle, end, words, spoken, click } = await page(t, { voices: HUNGARIAN })
  await click(toggle)
  assert.equal(words.textContent, 'Szünet')
  assert.equal(end.hidden, false)
  assert.deepEqual([spoken[0].text, spoken[0].lang, spoken[0].voice.lang], [SENTENCES[0], 'hu', 'hu-HU'])
  spoken[0].onend()
  spoken[1].onend()
  assert.deepEqual(spoken.map(({ text }) => text), SENTENCES)
  assert.equal(words.textContent, 'Felolvasás')
  assert.equal(end.hidden, true)
})

test('after a pause the same sentence is read again', async (t) => {
  const { toggle, words, spoken, click } = await page(t, { voices: HUNGARIAN })
  await click(toggle)
  spoken[0].onend()
  await click(toggle)
  assert.equal(words.textContent, 'Tovább')
  await click(toggle)
  assert.equal(spoken.at(-1).text, SENTENCES[1])
})

test('Escape ends the reading', async (t) => {
  const { toggle, end, window, spoken, click } = await page(t, { voices: HUNGARIAN })
  await click(toggle)
  window.dispatchEvent(Object.assign(new Event('keydown'), { key: 'Escape' }))
  assert.equal(end.hidden, true)
  spoken[0].onend()
  assert.equal(spoken.length, 1)
})

test('a device without a voice for the language says so after three seconds', async (t) => {
  const { toggle, told, said, spoken, click, settle, timers } = await page(t, { voices: [{ lang: 'en-GB' }] })
  await click(toggle)
  assert.equal(told.hidden, true)
  timers.tick(3000)
  await settle()
  assert.equal(told.textContent, 'Nincs hang.')
  assert.equal(told.hidden, false)
  assert.deepEqual(said, ['Nincs hang.'])
  assert.deepEqual(spoken, [])
})
