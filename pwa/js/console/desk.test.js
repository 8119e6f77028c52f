import assert from 'node:assert/strict'
import test from 'node:test'
import { Line, page } from '../../../tests/support/page.js'
import Desk from './desk.js'

const WORDS = 'data-id="abc" data-number="1" data-name="Anna" data-answering="yes" data-stands="active" data-longest="2000" data-lists="/staff/listak"'
  + ' data-lang="hu" data-keys="" data-marks="0 0" data-you="Ön" data-operator="{name}" data-citizen="Ügyfél" data-system="Rendszer" data-point="."'
  + ' data-sent="elküldve" data-unsent="vár" data-refused="nem ment el" data-kept="Nincs kapcsolat." data-said="{name} írta: {text}"'
  + ' data-elsewhere="Új üzenet: {topic}" data-arrived="Új a sorban: {topic}" data-many="{count} új a sorban" data-given="Öné lett: {topic}"'
  + ' data-gone="Már nincs itt: {topic}" data-stale-words="Már nem az Öné." data-moved-words="Megváltozott." data-typing="{name} ír."'
const MESSAGE = '<template data-template="message"><li class="msg"><header><b></b> <time></time> <span class="sentmark"></span></header>'
  + '<div><p data-text></p></div></li></template>'
const card = (id, number) => `<li data-id="${id}" data-number="${number}"><a href="/${id}">ügy ${id}</a></li>`

function lists (own, waiting, { answering = 'yes', stands = 'active' } = {}) {
  const items = (all) => all.map((id, at) => card(id, id === 'abc' ? 1 : 20 + at)).join('')
  return `<div data-standing="jelen" data-line="${waiting.length} vár" data-hours="Nyitva" data-answering="${answering}" data-stands="${stands}"></div>`
    + `<ol data-list="own">${items(own)}</ol><ol data-list="waiting">${items(waiting)}</ol>`
}

/** An operator's desk with one conversation open and another one given to the same person; connected, if nothing waits. */
function scene (t, unsent = {}) {
  const shown = page(t, `<b data-standing-now></b><b data-waiting-count></b><b data-hours-now></b>
<p data-cut data-back="Újra van kapcsolat." hidden><span>Nincs kapcsolat.</span></p><p data-out hidden><span>Kilépett.</span></p>
<div id="root" ${WORDS}><nav data-desk-lists tabindex="-1">${lists(['abc', 'def'], ['w1'])}</nav><h2 data-topic>ügy</h2>
<p data-stale hidden></p><p data-moved hidden></p><ol data-log></ol>${MESSAGE}<p data-typing-line hidden><span></span></p>
<form data-write><textarea name="body"></textarea><div data-guarded></div></form></div>`)
  for (const [id, messages] of Object.entries(unsent)) {
    sessionStorage.setItem(`unsent-${id}`, JSON.stringify({ until: Date.now() + 1000, messages }))
  }
  const server = { lists: lists(['abc', 'def'], ['w1']) }
  t.mock.method(globalThis, 'fetch', async () => new Response(server.lists))
  const line = new Line()
  const root = shown.document.getElementById('root')
  const desk = new Desk(root, () => line)
  if (!Object.keys(unsent).length) line.say('connect')
  const texts = () => Array.from(root.querySelectorAll('[data-log] [data-text]'), (item) => item.textContent)
  return { ...shown, root, desk, line, server, texts }
}

const message = (id, more = {}) => ({ id, ref: `r${id}`, author: 'citizen', body: `szöveg ${id}`, at: '2026-11-24T09:05:00+01:00', in: 1, ...more })

test('a citizen’s message is shown and said once; one’s own is not said', async (t) => {
  const { line, said, settle, texts } = scene(t)
  line.say('posted', message(1))
  line.say('posted', message(1))
  line.say('posted', message(2, { author: 'operator', name: 'Anna' }))
  await settle()
  assert.deepEqual(texts(), ['szöveg 1', 'szöveg 2'])
  assert.deepEqual(said, ['Ügyfél írta: szöveg 1'])
})

test('a colleague who was asked in is heard', async (t) => {
  const { line, said, settle } = scene(t)
  line.say('posted', message(1, { author: 'operator', name: 'Béla' }))
  await settle()
  assert.deepEqual(said, ['Béla írta: szöveg 1'])
})

test('a message in another own conversation is said with its topic, and not shown here', async (t) => {
  const { line, said, settle, texts } = scene(t)
  line.say('posted', message(5, { in: 21 }))
  line.say('posted', message(6, { in: 999 }))
  await settle()
  assert.deepEqual([said, texts()], [['Új üzenet: ügy def'], []])
})

test('newcomers are said by their topics; many at once are counted', async (t) => {
  const { line, said, settle, server, root, document } = scene(t)
  server.lists = lists(['abc', 'def'], ['w1', 'w2'])
  line.say('line', {})
  await settle()
  assert.deepEqual(said, ['Új a sorban: ügy w2'])
  assert.equal(document.querySelector('[data-waiting-count]').textContent, '2 vár')
  server.lists = lists(['abc', 'def'], ['w1', 'w2', 'w3', 'w4', 'w5', 'w6'])
  line.say('line', {})
  await settle()
  assert.deepEqual(said.slice(1), ['4 új a sorban'])
  assert.equal(root.querySelectorAll('[data-list=waiting] > li').length, 6)
})

test('what is given to this person is followed and said', async (t) => {
  const { line, said, settle, server } = scene(t)
  line.say('connect')
  server.lists = lists(['abc', 'def', 'w1'], [])
  line.say('line', {})
  await settle()
  assert.deepEqual(line.sent.filter(([name]) => name === 'follow'), [['follow', { in: 'w1' }]])
  assert.deepEqual(said, ['Öné lett: ügy w1'])
})

test('the focus goes on when what it was on is gone', async (t) => {
  const { line, said, settle, server, root, document } = scene(t)
  root.querySelector('[data-id=w1] a').focus()
  server.lists = lists(['abc', 'def'], ['w2'])
  line.say('line', {})
  await settle()
  assert.equal(document.activeElement.textContent, 'ügy w2')
  assert.ok(said.includes('Már nincs itt: ügy w1'))
})

test('a conversation that somebody else has now says so once; what was written stays to be copied', async (t) => {
  const { line, said, settle, server, root } = scene(t)
  root.querySelector('textarea').value = 'félkész'
  server.lists = lists(['def'], [], { answering: '', stands: 'active Béla' })
  for (let time = 0; time < 2; time++) {
    line.say('line', {})
    await settle()
  }
  assert.equal(root.querySelector('[data-stale]').hidden, false)
  assert.deepEqual([root.querySelector('textarea').readOnly, root.querySelector('textarea').value], [true, 'félkész'])
  assert.deepEqual(said, ['Már nem az Öné.'])
})

test('of an erased conversation nothing stays on the page or in the tab', async (t) => {
  const { line, settle, root, document } = scene(t, { abc: [{ ref: 'r9', body: 'titok' }] })
  line.say('posted', message(1))
  root.querySelector('textarea').value = 'félkész'
  line.say('erased', { in: 1, texts: { hu: 'Törölték.' } })
  await settle()
  assert.equal(root.querySelector('[data-log]').children.length, 0)
  assert.equal(root.querySelector('textarea').value, '')
  assert.deepEqual([root.querySelector('[data-topic]').textContent, document.title], ['Törölték.', 'Törölték.'])
  assert.equal(sessionStorage.length, 0)
})

test('what waits in other conversations is sent with the connection; a refused one comes back as a draft', async (t) => {
  const { line, said, settle } = scene(t, { def: [{ ref: 'r1', body: 'első' }, { ref: 'r2', body: 'második' }] })
  line.answers = [{ id: 50, at: '2026-11-24T09:05:00+01:00' }, { error: 'not-yours' }]
  line.say('connect')
  await settle()
  const posted = line.sent.filter(([name]) => name === 'post').map(([, given]) => given)
  assert.deepEqual(posted, [{ ref: 'r1', body: 'első', in: 'def' }, { ref: 'r2', body: 'második', in: 'def' }])
  assert.equal(sessionStorage.getItem('draft-def'), 'második')
  assert.ok(said.includes('nem ment el'))
})

test('a desk says when its line stays cut, and when it is back', async (t) => {
  const { line, said, settle, document } = scene(t)
  line.say('disconnect', 'transport close')
  await settle()
  assert.equal(document.querySelector('[data-cut]').hidden, false)
  line.say('connect')
  await settle()
  assert.equal(document.querySelector('[data-cut]').hidden, true)
  assert.deepEqual(said, ['Nincs kapcsolat.', 'Újra van kapcsolat.'])
})

test('a desk whose session is over says so', async (t) => {
  const { line, said, settle, document } = scene(t)
  line.say('connect_error', new Error('not-signed-in'))
  await settle()
  assert.equal(document.querySelector('[data-out]').hidden, false)
  assert.deepEqual(said, ['Kilépett.'])
})
