/** A component enhances one element that already works without it. */
export class Component {
  /** @param {HTMLElement} root - the element to enhance */
  constructor (root) {
    this.root = root
  }
}

/**
 * Start the components that elements below `scope` ask for by `data-module`; each element once.
 *
 * @param {ParentNode} scope - where to look
 * @param {Record<string, new (root: HTMLElement) => unknown>} components - by name
 */
export function startAll (scope, components) {
  for (const root of scope.querySelectorAll('[data-module]')) {
    const Module = components[root.dataset.module]
    if (!Module || 'started' in root.dataset) continue
    root.dataset.started = ''
    new Module(root) // eslint-disable-line no-new
  }
}
