import assert from 'node:assert/strict'
import test from 'node:test'
import { page } from '../../../tests/support/page.js'
import { morph } from './morph.js'

function scene (t, html) {
  const { document, window } = page(t, `<div id="root">${html}</div>`)
  const root = document.getElementById('root')
  const become = (fresh) => {
    const template = document.createElement('template')
    template.innerHTML = fresh
    morph(root, template.content)
  }
  return { document, window, root, become }
}

const card = (id, words = id) => `<li data-id="${id}"><a href="/${id}">${words}</a></li>`

test('a conversation that stays is the same element, and keeps the focus, while others come and go', (t) => {
  const { document, root, become } = scene(t, `<ol>${card('a')}${card('b')}</ol>`)
  const link = root.querySelector('[data-id=b] a')
  link.focus()
  become(`<ol>${card('new')}${card('b', 'b, 2 perce')}</ol>`)
  assert.equal(document.activeElement, link)
  assert.equal(link.textContent, 'b, 2 perce')
  assert.deepEqual(Array.from(root.querySelectorAll('li'), (item) => item.dataset.id), ['new', 'b'])
})

test('what has not changed is not touched', (t) => {
  const html = `<section aria-labelledby="x"><h2 id="x">Vár (1)</h2><ol>${card('a')}</ol></section>\n<p class="muted">Senki.</p>`
  const { window, root, become } = scene(t, html)
  const seen = new window.MutationObserver(() => {})
  seen.observe(root, { childList: true, subtree: true, attributes: true, characterData: true })
  become(html)
  assert.deepEqual(seen.takeRecords(), [])
})

test('words change inside the text that stands there', (t) => {
  const { root, become } = scene(t, '<p>1 perce</p>')
  const text = root.querySelector('p').firstChild
  become('<p>2 perce</p>')
  assert.equal(root.querySelector('p').firstChild, text)
  assert.equal(text.data, '2 perce')
})

test('attributes come, change and go', (t) => {
  const { root, become } = scene(t, '<p class="old" hidden>x</p>')
  become('<p class="new" lang="de">x</p>')
  assert.equal(root.innerHTML, '<p class="new" lang="de">x</p>')
})

test('items change places', (t) => {
  const { root, become } = scene(t, `<ol>${card('a')}${card('b')}${card('c')}</ol>`)
  const before = new Map(Array.from(root.querySelectorAll('li'), (item) => [item.dataset.id, item]))
  become(`<ol>${card('c')}${card('a')}${card('b')}</ol>`)
  const after = [...root.querySelectorAll('li')]
  assert.deepEqual(after.map((item) => item.dataset.id), ['c', 'a', 'b'])
  assert.ok(after.every((item) => before.get(item.dataset.id) === item))
})

test('a section is known by its heading when another comes before it', (t) => {
  const { root, become } = scene(t, '<section aria-labelledby="b">b</section>')
  const kept = root.firstElementChild
  become('<section aria-labelledby="a">a</section><section aria-labelledby="b">b</section>')
  assert.equal(root.children[1], kept)
})

test('what is being written in a field stays', (t) => {
  const { root, become } = scene(t, '<p>1</p><textarea name="note"></textarea>')
  root.querySelector('textarea').value = 'félkész'
  become('<p>2</p><textarea name="note"></textarea>')
  assert.equal(root.querySelector('textarea').value, 'félkész')
})

test('white space on one side only makes no difference', (t) => {
  const { root, become } = scene(t, `\n<ol>\n${card('a')}\n</ol>\n`)
  const kept = root.querySelector('li')
  become(`<ol>${card('a')}</ol>`)
  assert.equal(root.innerHTML, `<ol>${card('a')}</ol>`)
  assert.equal(root.querySelector('li'), kept)
})

test('one kind of element is not made into another', (t) => {
  const { root, become } = scene(t, '<p>Senki sem vár.</p>')
  become(`<ol>${card('a')}</ol>`)
  assert.equal(root.innerHTML, `<ol>${card('a')}</ol>`)
})
