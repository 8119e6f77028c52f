/** Finds parts of the page. What a script needs from its page has a name; a page without it is a mistake, told at once. */

/** @typedef {Record<string, string>} Words - texts and settings that the page gives to its script by data attributes */

/**
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} scope - where to look
 * @param {string} css - what to look for
 * @returns {T} the first such element; throws when there is none
 */
export function find (scope, css) {
  const found = scope.querySelector(css)
  if (!found) throw new Error(`missing: ${css}`)
  return /** @type {T} */ (found)
}

/**
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} scope - where to look
 * @param {string} css - what to look for
 * @returns {T[]} all such elements
 */
export function findAll (scope, css) {
  return /** @type {T[]} */ ([...scope.querySelectorAll(css)])
}

/**
 * @template {Element} [T=HTMLTextAreaElement]
 * @param {HTMLFormElement} form - a form
 * @param {string} name - of one of its fields
 * @returns {T} the field, wherever on the page it stands
 */
export function fieldOf (form, name) {
  return /** @type {T} */ (/** @type {unknown} */ (form.elements.namedItem(name)))
}

/**
 * @param {HTMLElement} root - an element
 * @returns {Words} its data attributes, as far as the page's template gives them
 */
export function wordsOf (root) {
  return /** @type {Words} */ (root.dataset)
}

/**
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} scope - holds the page's templates
 * @param {string} css - one template
 * @returns {T} a new copy of the element in it
 */
export function copyOf (scope, css) {
  /** @type {HTMLTemplateElement} */
  const template = find(scope, css)
  return /** @type {T} */ (template.content.firstElementChild?.cloneNode(true))
}
