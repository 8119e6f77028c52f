/** A page without a browser, for tests of scripts: documents, focus, forms and events by jsdom, on a clock that the test turns. */
import { JSDOM, VirtualConsole } from 'jsdom'

const GLOBALS = [
  'document', 'location', 'Node', 'Element', 'HTMLElement', 'MutationObserver', 'DOMParser', 'sessionStorage', 'localStorage'
]

/**
 * Make `html` the page that scripts see; the test's end takes it away.
 *
 * @param {import('node:test').TestContext} t - the test
 * @param {string} html - inside of body
 * @returns {{window: import('jsdom').DOMWindow, document: Document, said: string[], settle: () => Promise<void>}} the page,
 *   what the screen reader was told so far, and a way to let everything happen that is due
 */
export function page (t, html) {
  const { window } = new JSDOM(`<!doctype html><html lang="hu"><title>Asztal</title><body>${html}<div id="announcer"></div>`, {
    url: 'https://pelda.hu/staff/', virtualConsole: new VirtualConsole()
  })
  const before = new Map(GLOBALS.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]))
  for (const name of GLOBALS) Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true })
  globalThis.addEventListener = window.addEventListener.bind(window)
  globalThis.CSS = { escape: (text) => text }
  globalThis.innerHeight = window.innerHeight
  globalThis.scrollBy = () => {}
  // Not in jsdom: it has no layout.
  window.Element.prototype.scrollIntoView = () => {}
  Object.defineProperty(window.HTMLElement.prototype, 'innerText', { get () { return this.textContent }, configurable: true })
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: new Date('2026-11-24T16:05:00+01:00') })
  const said = listenTo(window.document.getElementById('announcer'))
  const settle = async () => {
    for (let round = 0; round < 12; round++) {
      t.mock.timers.tick(1000)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  t.after(async () => {
    await settle()
    window.close()
    for (const [name, descriptor] of before) descriptor ? Object.defineProperty(globalThis, name, descriptor) : delete globalThis[name]
  })
  return { window, document: window.document, said, settle }
}

/**
 * @param {HTMLElement} region - the live region
 * @returns {string[]} all that comes into it, growing
 */
function listenTo (region) {
  const said = []
  const replace = region.replaceChildren.bind(region)
  region.replaceChildren = (...nodes) => {
    replace(...nodes)
    said.push(region.textContent)
  }
  return said
}

/** A live line whose server is the test. */
export class Line {
  connected = true
  sent = []
  answers = []
  heard = new Map()
  volatile = { emit: (...sent) => this.sent.push(sent) }

  on (name, listener) {
    this.heard.set(name, [...this.heard.get(name) ?? [], listener])
    return this
  }

  emit (...sent) {
    this.sent.push(sent)
  }

  timeout () {
    return { emitWithAck: async (...sent) => {
      this.sent.push(sent)
      return this.answers.shift() ?? { id: 100 + this.sent.length, at: '2026-11-24T16:05:00+01:00' }
    } }
  }

  connect () {}

  disconnect () {
    this.connected = false
  }

  /** Let the page hear something from the server. */
  say (name, news) {
    for (const listener of this.heard.get(name) ?? []) listener(news)
  }
}
