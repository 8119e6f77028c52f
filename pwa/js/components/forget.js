import { Component } from '../core/component.js'
import { dropCopies } from '../core/leftovers.js'

/** Removes the citizen's own pages from this device once what they show has ended. */
export default class Forget extends Component {
  /**
   * @param {HTMLElement} root - `data-path` is the path below which nothing is kept; without it nothing at all is.
   *   `data-unsent` names a conversation whose unsent messages go too.
   */
  constructor (root) {
    super(root)
    const start = root.dataset.path ?? '/'
    dropCopies(globalThis.caches, (path) => path.startsWith(start))
    if (root.dataset.unsent) globalThis.localStorage?.removeItem(`unsent-${root.dataset.unsent}`)
  }
}
