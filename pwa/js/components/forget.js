import { Component } from '../core/component.js'

/** Removes the citizen's own pages from this device once what they show has ended. */
export default class Forget extends Component {
  /**
   * @param {HTMLElement} root - `data-path` is the path below which nothing is kept; without it nothing at all is.
   *   `data-unsent` names a conversation whose unsent messages go too.
   */
  constructor (root) {
    super(root)
    this.forget(root.dataset.path ?? '/')
    if (root.dataset.unsent) globalThis.localStorage?.removeItem(`unsent-${root.dataset.unsent}`)
  }

  /** @param {string} path - how the addresses to forget begin */
  async forget (path) {
    const cache = await globalThis.caches?.open('own')
    for (const request of await cache?.keys() ?? []) {
      if (new URL(request.url).pathname.startsWith(path)) await cache.delete(request)
    }
  }
}
