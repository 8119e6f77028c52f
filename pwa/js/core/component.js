/**
 * A component enhances one element that already works without it.
 *
 * @template {HTMLElement} [T=HTMLElement]
 */
export class Component {
  /** @param {T} root - the element to enhance */
  constructor (root) {
    this.root = root
  }
}

/**
 * Start the components that elements below `scope` ask for by `data-module`; each element once.
 *
 * @param {ParentNode} scope - where to look
 * @param {Record<string, new (root: any) => unknown>} components - by name; each says itself which element it takes
 */
export function startAll (scope, components) {
  /** @type {NodeListOf<HTMLElement>} */
  const roots = scope.querySelectorAll('[data-module]')
  for (const root of roots) {
    const Module = components[root.dataset.module ?? '']
    if (!Module || 'started' in root.dataset) continue
    root.dataset.started = ''
    new Module(root) // eslint-disable-line no-new -- the component keeps itself alive by its listeners
  }
}
