import assert from 'node:assert/strict'
import test from 'node:test'
import { renew } from './parts.js'

/** A part of a page, as far as renewing is concerned. */
function part (name, innerHTML, { form = false, links = [] } = {}) {
  return {
    dataset: { part: name },
    innerHTML,
    childNodes: [innerHTML],
    put: undefined,
    replaceChildren (...nodes) { this.put = nodes.join('') },
    querySelector: () => form ? {} : null,
    querySelectorAll: () => links,
    contains: (element) => links.includes(element)
  }
}

function page (...parts) {
  return {
    querySelectorAll: () => parts,
    querySelector: (css) => parts.find(({ dataset }) => css === `[data-part="${dataset.part}"]`) ?? null
  }
}

function link (href) {
  return { focused: false, getAttribute: () => href, focus () { this.focused = true } }
}

test('only what has changed is renewed', () => {
  const [standing, messages] = [part('standing', 'waits'), part('messages', 'one')]
  renew(page(standing, messages), page(part('standing', 'waits'), part('messages', 'one, two')), null)
  assert.equal(standing.put, undefined)
  assert.equal(messages.put, 'one, two')
})

test('an answer that is being given is not taken away', () => {
  const rating = part('rating', 'a form', { form: true })
  renew(page(rating), page(part('rating', 'another form')), null)
  assert.equal(rating.put, undefined)
})

test('the focus stays on the link that it was on', () => {
  const [before, after] = [link('/fajl/1'), link('/fajl/1')]
  const messages = part('messages', 'one', { links: [before] })
  messages.replaceChildren = () => { messages.querySelectorAll = () => [link('/fajl/0'), after] }
  renew(page(messages), page(part('messages', 'two')), before)
  assert.equal(after.focused, true)
})

test('a part that the new page lacks stays', () => {
  const ways = part('ways', 'chat')
  renew(page(ways), page(), null)
  assert.equal(ways.put, undefined)
})
