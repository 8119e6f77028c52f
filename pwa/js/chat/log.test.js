import assert from 'node:assert/strict'
import test from 'node:test'
import { page } from '../../../tests/support/page.js'
import { Log } from './log.js'

const TEMPLATES = {
  photo: '<p class="filed"><a><img alt=""><span>Nagyban</span></a></p>',
  edited: '<details class="edited"><summary>módosítva <time></time></summary><p>Előtte:</p><ul></ul></details>',
  edit: '<p class="filed"><a>Módosítom<span class="vh"></span></a></p>',
  file: '<p class="filed"><a><span></span></a></p>',
  system: '<li class="msg msg--sys"><svg><use href="/sprite.svg#info"/></svg><p><b>Rendszer: </b><span data-text></span></p><time></time></li>',
  message: '<li class="msg"><header><b></b> <time></time> <span class="sentmark"></span></header><div><p data-text></p></div></li>'
}
const WORDS = 'data-lang="hu" data-you="Ön" data-operator="{name}" data-citizen="Ügyfél" data-system="Rendszer" data-point="." data-sent="elküldve"'
  + ' data-delivered="kézbesítve" data-read="elolvasva" data-unsent="elküldésre vár" data-refused="nem ment el" data-files="/f/" data-edits="/e/"'

/** The templates stand in another order than the page has them: they are known by name. */
function scene (t, items = '', marks = '0 0') {
  const templates = Object.entries(TEMPLATES).map(([name, html]) => `<template data-template="${name}">${html}</template>`).join('')
  const { document } = page(t, `<div id="root" ${WORDS} data-marks="${marks}"><ol data-log>${items}</ol>${templates}</div>`)
  const root = document.getElementById('root')
  const log = new Log(root, ({ author }) => author === 'citizen')
  const shown = () => Array.from(root.querySelectorAll('[data-log] > li'), (item) => item.querySelector('[data-text]').textContent)
  return { root, log, shown, item: (id) => root.querySelector(`[data-id="${id}"]`) }
}

const message = (id, more = {}) => ({ id, ref: `r${id}`, author: 'operator', name: 'Anna', body: `szöveg ${id}`, at: '2026-11-24T09:05:00+01:00', ...more })
const own = (id, more = {}) => message(id, { author: 'citizen', ...more })

test('a message is shown with its author and time, once', (t) => {
  const { log, item, shown } = scene(t)
  assert.equal(log.add(message(1)), true)
  assert.equal(log.add(message(1)), false)
  assert.deepEqual(shown(), ['szöveg 1'])
  assert.equal(item(1).querySelector('b').textContent, 'Anna')
  assert.equal(item(1).querySelector('time').textContent, '9.05')
  assert.equal(item(1).querySelector('.sentmark').textContent, '')
  assert.equal(log.last, 1)
})

test('what was missed stands before what is new', (t) => {
  const { log, shown } = scene(t)
  for (const id of [1, 10, 9]) log.add(message(id))
  assert.deepEqual(shown(), ['szöveg 1', 'szöveg 9', 'szöveg 10'])
})

test('messages that the page came with are known', (t) => {
  const { log } = scene(t, '<li class="msg" data-id="7" data-ref="r7"><p data-text>régi</p></li>')
  assert.equal(log.last, 7)
  assert.equal(log.add(message(7)), false)
})

test('an own message waits, and is settled in its place when the server has it', (t) => {
  const { log, root, shown, item } = scene(t)
  log.addUnsent({ ref: 'r5', body: 'szöveg 5' }, 'citizen')
  log.addUnsent({ ref: 'r5', body: 'szöveg 5' }, 'citizen')
  assert.equal(root.querySelector('.sentmark').textContent, 'elküldésre vár')
  assert.equal(root.querySelector('.filed'), null)
  assert.equal(log.add(own(5)), false)
  assert.deepEqual(shown(), ['szöveg 5'])
  assert.equal(item(5).querySelector('.sentmark').textContent, 'elküldve')
  assert.equal(item(5).querySelector('.filed a').getAttribute('href'), '/e/5')
})

test('a refused message says so and cannot be changed', (t) => {
  const { log, root } = scene(t)
  log.addUnsent({ ref: 'r5', body: 'hosszú' }, 'citizen')
  log.settle('r5', { error: 'too-long' })
  assert.equal(root.querySelector('.sentmark').textContent, 'nem ment el')
  assert.equal(root.querySelector('.filed'), null)
})

test('own messages say how far they have come', (t) => {
  const { log, item } = scene(t, '', '1 0')
  for (const id of [1, 2, 3]) log.add(own(id))
  const marks = () => [1, 2, 3].map((id) => item(id).querySelector('.sentmark').textContent)
  assert.deepEqual(marks(), ['kézbesítve', 'elküldve', 'elküldve'])
  log.mark({ delivered: 2, read: 1 })
  assert.deepEqual(marks(), ['elolvasva', 'kézbesítve', 'elküldve'])
})

test('a changed message shows its new words and keeps the earlier ones', (t) => {
  const { log, item } = scene(t)
  log.add(message(1))
  for (const earlier of [[{ body: 'egy' }], [{ body: 'egy' }, { body: 'kettő' }]]) {
    log.edit({ id: 1, body: 'három', edited: '2026-11-24T10:15:00+01:00', earlier })
  }
  assert.equal(item(1).querySelector('[data-text]').textContent, 'három')
  assert.equal(item(1).querySelectorAll('.edited').length, 1)
  assert.deepEqual(Array.from(item(1).querySelectorAll('.edited li'), (line) => line.textContent), ['egy', 'kettő'])
  assert.equal(item(1).querySelector('.edited time').textContent, '10.15')
  log.edit({ id: 99, body: 'máshol', edited: '2026-11-24T10:15:00+01:00', earlier: [] })
})

test('a photo stands small in its message, with its place kept free; another file is a link', (t) => {
  const { log, item } = scene(t)
  log.add(message(1, { file: { file: 'p', name: 'Levél', small: [320, 200] } }))
  log.add(message(2, { file: { file: 'q', name: 'nyilatkozat.pdf' } }))
  const image = item(1).querySelector('img')
  assert.deepEqual([image.getAttribute('src'), image.alt, image.width, image.height], ['/f/p/kicsi', 'Levél', 320, 200])
  assert.equal(item(1).querySelector('a').getAttribute('href'), '/f/p')
  assert.deepEqual([item(2).querySelector('a').getAttribute('href'), item(2).querySelector('a').textContent], ['/f/q', 'nyilatkozat.pdf'])
})

test('the service speaks the language of the page, with its own symbol', (t) => {
  const { log, item } = scene(t)
  log.add(message(1, { author: 'system', icon: 'clock', texts: { hu: 'Kis türelmet.', de: 'Bitte warten.' } }))
  assert.equal(item(1).querySelector('[data-text]').textContent, 'Kis türelmet.')
  assert.equal(item(1).querySelector('use').getAttribute('href'), '/sprite.svg#clock')
})

test('addresses of this service become links, others stay text', (t) => {
  const { log, item } = scene(t)
  log.add(message(1, { body: 'Itt: https://pelda.hu/hu/ugyek, nem itt: https://rossz.hu/x <b>!</b>' }))
  assert.deepEqual(Array.from(item(1).querySelectorAll('[data-text] a'), (link) => link.href), ['https://pelda.hu/hu/ugyek'])
  assert.equal(item(1).querySelector('[data-text] b'), null)
})
