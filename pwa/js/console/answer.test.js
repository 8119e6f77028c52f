import assert from 'node:assert/strict'
import test from 'node:test'
import { page } from '../../../tests/support/page.js'
import { know } from '../chat/own.js'
import { Answer } from './answer.js'

const WORDS = 'data-id="abc" data-keys="on" data-knowledge="/staff/tudas?x=1" data-guard="Szám: {numbers}" data-put-in="Beillesztve."'
  + ' data-results="Találatok: {topics}" data-no-results="Nincs találat."'
const HTML = `<div id="root" ${WORDS}>
<nav data-desk-lists tabindex="-1"><ol data-list="own"><li data-id="abc"><a href="/abc">a</a></li><li data-id="def"><a href="/def">b</a></li></ol></nav>
<ol data-log><li id="one"><b>Anna</b> első</li><li id="two"><b>Ügyfél</b>  második</li></ol>
<form data-write><textarea name="body"></textarea><div data-guarded></div>
<button id="send">Küldés</button><button id="sure" name="sure" value="yes">Így küldöm</button>
<button id="reply" data-reply="1" data-put="Jó napot, … vagyok." formaction="/p">1</button><button id="find" formaction="/p">Keresés</button></form>
<input data-search value="kutya"><div data-matters></div><kbd data-keys hidden>Alt+U</kbd></div>`

/** The open conversation's page; `sent` has the answers that nothing has stopped. */
function scene (t, kept = '') {
  know({ bias: -1, weights: 'S' })
  const shown = page(t, HTML)
  const { document, window } = shown
  if (kept) sessionStorage.setItem('draft-abc', kept)
  const root = document.getElementById('root')
  const answer = new Answer(root)
  const field = root.querySelector('textarea')
  const sent = []
  root.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault()
    sent.push(field.value)
    field.value = ''
  })
  const write = (text) => {
    field.value = text
    field.dispatchEvent(new window.Event('input', { bubbles: true }))
  }
  const press = (key, code = '') => {
    const event = new window.KeyboardEvent('keydown', { key, code, altKey: true, bubbles: true, cancelable: true })
    return !document.dispatchEvent(event)
  }
  const click = (id) => document.getElementById(id).click()
  return { ...shown, root, answer, field, sent, write, press, click, guarded: () => root.querySelector('[data-guarded]').textContent }
}

test('an ordinary answer is sent, and nothing of it is kept', (t) => {
  const { sent, write, click } = scene(t)
  write('Szívesen segítek.')
  assert.equal(sessionStorage.getItem('draft-abc'), 'Szívesen segítek.')
  click('send')
  assert.deepEqual(sent, ['Szívesen segítek.'])
  assert.equal(sessionStorage.getItem('draft-abc'), null)
})

test('a half-written answer is there again when the conversation is opened again', (t) => {
  assert.equal(scene(t, 'félkész').field.value, 'félkész')
})

test('a number of somebody’s case is asked about once; sent again it goes', (t) => {
  const { sent, write, click, guarded } = scene(t)
  write('A TAJ-száma 111 111 110, ugye?')
  click('send')
  assert.deepEqual(sent, [])
  assert.equal(guarded(), 'Szám: 111 111 110')
  click('send')
  assert.deepEqual(sent, ['A TAJ-száma 111 111 110, ugye?'])
})

test('other words after a warning are asked about again', (t) => {
  const { sent, write, click } = scene(t)
  for (const text of ['TAJ: 111 111 110', 'A TAJ: 111 111 110']) {
    write(text)
    click('send')
  }
  assert.deepEqual(sent, [])
})

test('the button that sends it as it is does so at once', (t) => {
  const { sent, write, click } = scene(t)
  write('TAJ: 111 111 110')
  click('sure')
  assert.equal(sent.length, 1)
})

test('a reply is put in where the cursor is, its gap is selected, and nothing is sent', async (t) => {
  const { document, field, sent, said, click } = scene(t)
  field.value = 'Üdvözlöm!'
  field.setSelectionRange(9, 9)
  click('reply')
  assert.equal(field.value, 'Üdvözlöm!\n\nJó napot, … vagyok.')
  assert.equal(field.value.slice(field.selectionStart, field.selectionEnd), '…')
  assert.equal(document.activeElement, field)
  assert.deepEqual([sent, said], [[], ['Beillesztve.']])
  assert.equal(sessionStorage.getItem('draft-abc'), field.value)
})

test('a search shows what was found on the page and says its topics', async (t) => {
  const { root, said, click, settle } = scene(t)
  const asked = t.mock.method(globalThis, 'fetch', async () => new Response('<h3>Ebadó</h3><p>…</p><summary>Oltás</summary><kbd data-keys hidden>1</kbd>'))
  click('find')
  await settle()
  assert.equal(asked.mock.calls[0].arguments[0], '/staff/tudas?x=1&q=kutya')
  assert.equal(root.querySelector('[data-matters] h3').textContent, 'Ebadó')
  assert.deepEqual(said, ['Találatok: Ebadó; Oltás'])
  assert.equal(root.querySelector('[data-matters] kbd').hidden, false)
})

test('a search without a connection leaves what was found before', async (t) => {
  const { root, said, click, settle } = scene(t)
  root.querySelector('[data-matters]').textContent = 'előző'
  t.mock.method(globalThis, 'fetch', async () => { throw new TypeError('offline') })
  click('find')
  await settle()
  assert.deepEqual([root.querySelector('[data-matters]').textContent, said], ['előző', []])
})

test('keys lead to the newest message, which says who wrote it only while it has the focus', (t) => {
  const { document, press } = scene(t)
  const newest = document.getElementById('two')
  for (let time = 0; time < 2; time++) {
    assert.equal(press('u'), true)
    assert.equal(document.activeElement, newest)
    assert.equal(newest.getAttribute('aria-label'), 'Ügyfél második')
  }
  press('v')
  assert.equal(document.activeElement.name, 'body')
  assert.equal(newest.hasAttribute('aria-label'), false)
})

test('keys lead to the search, to the lists, and to the next conversation', (t) => {
  const { document, root, press } = scene(t)
  press('k')
  assert.equal(document.activeElement, root.querySelector('[data-search]'))
  press('s')
  assert.equal(document.activeElement, root.querySelector('[data-desk-lists]'))
  press('ArrowDown')
  assert.equal(document.activeElement.getAttribute('href'), '/def')
  assert.equal(press('x'), false)
})

test('a key puts a reply in; the keys stand beside what they do', (t) => {
  const { root, field, press } = scene(t)
  press('1', 'Digit1')
  assert.equal(field.value, 'Jó napot, … vagyok.')
  assert.equal(root.querySelector('kbd').hidden, false)
})

test('a message that comes in can take the focus at once', async (t) => {
  const { document, root, press } = scene(t)
  const item = document.createElement('li')
  root.querySelector('[data-log]').append(item)
  await Promise.resolve()
  assert.equal(item.tabIndex, -1)
  press('u')
  assert.equal(document.activeElement, item)
})
