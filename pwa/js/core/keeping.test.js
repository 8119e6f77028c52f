import assert from 'node:assert/strict'
import test from 'node:test'
import { isMessage, isOwnPage, languageOf, leadsAway, marked, mayKeep, mustGo, outdated, pageKey } from './keeping.js'

globalThis.__PAGES = { hu: [], 'hu-simple': [], en: [], de: [] }
const at = (path) => new URL(path, 'https://example.hu')

test('a page names its language; staff pages and the interface name none', () => {
  assert.deepEqual(['/hu/', '/hu-simple/ugyek', '/staff/', '/api/v1/hours', '/'].map(languageOf), ['hu', 'hu-simple', '', '', ''])
})

test('the own conversation and booking are own pages, the pages on the way to them are not', () => {
  for (const path of ['/hu/beszelgetes/abc', '/de/idopont/foglalasom/KLM234', '/en/idopont/foglalasom']) assert.ok(isOwnPage(at(path)), path)
  for (const path of ['/hu/beszelgetes', '/hu/beszelgetes/folytatas', '/hu/beszelgetes/abc/befejezes', '/staff/beszelgetes/abc', '/hu/idopont']) {
    assert.ok(!isOwnPage(at(path)), path)
  }
})

test('only a message to a conversation waits for a connection', () => {
  assert.ok(isMessage(at('/hu/beszelgetes/abc/uzenet')))
  assert.ok(!isMessage(at('/hu/idopont/foglalas/abc/uzenet')))
})

test('how a page was opened does not make it another page', () => {
  assert.equal(pageKey('https://example.hu/hu/?source=app#x'), 'https://example.hu/hu/')
  assert.equal(pageKey('https://example.hu/hu/kereses?q=kutya'), 'https://example.hu/hu/kereses?q=kutya')
})

test('errors and pages that the server forbids to store are not kept', () => {
  const response = (status, control) => new Response('x', { status, headers: { 'Cache-Control': control } })
  assert.ok(mayKeep(response(200, 'no-cache')))
  assert.ok(!mayKeep(response(200, 'private, no-store')))
  assert.ok(!mayKeep(response(404, 'no-cache')))
})

test('what was taken down or closed goes from the device; a fault that passes removes nothing', () => {
  const status = (code, control = '') => new Response('x', { status: code, headers: { 'Cache-Control': control } })
  for (const gone of [status(403), status(404), status(410), status(200, 'no-store')]) assert.ok(mustGo(gone), gone.status)
  for (const passing of [status(500), status(503), status(429)]) assert.ok(!mustGo(passing), passing.status)
})

test('an own address that leads elsewhere is known, however the browser tells it', () => {
  for (const away of [{ type: 'opaqueredirect', status: 0 }, { status: 200, redirected: true }, { status: 302 }, { status: 303 }]) {
    assert.ok(leadsAway(away), JSON.stringify(away))
  }
  for (const stays of [{ status: 200 }, { status: 304 }, { status: 404 }, { status: 503 }, { type: 'error', status: 0 }]) {
    assert.ok(!leadsAway(stays), JSON.stringify(stays))
  }
})

test('a kept page says when it came from the server', async () => {
  const kept = new Response('<!DOCTYPE html><html lang="hu"><p>x', { headers: { Date: 'Tue, 24 Nov 2026 15:05:00 GMT' } })
  assert.match(await (await marked(kept)).text(), /<html data-kept="2026-11-24T15:05:00.000Z" lang="hu">/)
})

test('a page kept a day ago is outdated; one without a date is let be', () => {
  const kept = new Response('x', { headers: { Date: 'Tue, 24 Nov 2026 15:05:00 GMT' } })
  assert.ok(!outdated(kept, Date.parse('2026-11-25T15:04:59Z')))
  assert.ok(outdated(kept, Date.parse('2026-11-25T15:05:00Z')))
  assert.ok(!outdated(new Response('x'), Date.parse('2026-11-25T15:05:00Z')))
})
