import assert from 'node:assert/strict'
import test from 'node:test'
import { leadsAway, marked, mayKeep, mustGo, outdated, pageKey, RouteMap } from './keeping.js'

// As tests/app/home/test_service_worker.py finds them in what the server writes.
const routes = new RouteMap({
  assets: '/assets/',
  start: { hu: '/hu/', 'hu-simple': '/hu-simple/', de: '/de/' },
  offline: { hu: '/hu/offline', 'hu-simple': '/hu-simple/offline', de: '/de/offline' },
  ownPages: ['^(?!/(?:(?:hu|hu\\-simple|de))/talk/back$)/(?:(?:hu|hu\\-simple|de))/talk/(?:[^/]{1,})$', '^/(?:(?:hu|hu\\-simple|de))/visit$'],
  queuedPosts: ['^/(?:(?:hu|hu\\-simple|de))/talk/(?:[^/]{1,})/message$'],
  preferences: ['^/(?:(?:hu|hu\\-simple|de))/settings$']
})
const at = (path) => new URL(path, 'https://example.hu')

test('a page names its language; staff pages and the interface name none', () => {
  const paths = ['/hu/', '/hu', '/hu-simple/ugyek', '/staff/', '/api/v1/hours', '/', '/hungary/']
  assert.deepEqual(paths.map((path) => routes.languageOf(path)), ['hu', 'hu', 'hu-simple', '', '', '', ''])
})

test('a language is stored when its start page is', () => {
  assert.deepEqual([...routes.languagesOf(['/hu-simple/', '/de/offline', '/hu/ugyek'])], ['hu-simple'])
})

test('pages of one citizen are own pages, the pages on the way to them are not', () => {
  for (const path of ['/hu/talk/abc', '/de/talk/KLM234', '/hu-simple/visit']) assert.ok(routes.isOwnPage(at(path)), path)
  for (const path of ['/hu/talk', '/hu/talk/back', '/hu/talk/abc/end', '/staff/talk/abc', '/xx/visit']) assert.ok(!routes.isOwnPage(at(path)), path)
})

test('only a post that the server names waits for a connection', () => {
  assert.ok(routes.isQueuedPost(at('/hu/talk/abc/message')))
  assert.ok(!routes.isQueuedPost(at('/hu/visit/abc/message')))
})

test('the page of preferences is known in every language', () => {
  assert.ok(routes.isPreferences(at('/de/settings')))
  assert.ok(!routes.isPreferences(at('/de/settings/x')))
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
