import { Component } from '../core/component.js'
import { dropCopies } from '../core/leftovers.js'

/** Removes copies of the citizen's own pages from this device once what they show has ended. */
export default class Forget extends Component {
  /**
   * @param {HTMLElement} root - copies below `data-path` are removed; without it all are.
   *   `data-unsent` names a conversation whose unsent messages are removed too.
   */
  constructor (root) {
    super(root)
    const start = root.dataset.path ?? '/'
    dropCopies(globalThis.caches, (path) => path.startsWith(start))
    if (root.dataset.unsent) globalThis.localStorage?.removeItem(`unsent-${root.dataset.unsent}`)
  }
}
