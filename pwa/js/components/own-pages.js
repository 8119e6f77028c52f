import { Component } from '../core/component.js'

/** Lists the citizen's own pages that are stored on this device, for use without a connection. */
export default class OwnPages extends Component {
  /** @param {HTMLElement} root - a hidden list */
  constructor (root) {
    super(root)
    this.fill()
  }

  /** Add what is kept to the list; an empty list stays hidden. */
  async fill () {
    const cache = await globalThis.caches?.open('own')
    for (const request of await cache?.keys() ?? []) {
      const kept = await cache?.match(request)
      if (!kept) continue
      const page = new DOMParser().parseFromString(await kept.text(), 'text/html')
      const link = document.createElement('a')
      link.href = request.url
      link.textContent = page.querySelector('h1')?.textContent.trim() || request.url
      link.lang = page.documentElement.lang
      const item = document.createElement('li')
      item.append(link)
      this.root.append(item)
      this.root.hidden = false
    }
  }
}
