/**
 * @param {Node} node - any
 * @returns {string} the name by which it is known again; none for most
 */
const nameOf = (node) => node instanceof Element ? node.getAttribute('data-id') ?? node.getAttribute('aria-labelledby') ?? '' : ''

/**
 * Make the children of one element like those of another, touching only what differs: whoever reads there with a
 * screen reader, or has the focus there, is not thrown out. Conversations and sections are known by their names.
 *
 * @param {Element} old - what stands on the page
 * @param {ParentNode & Node} fresh - what it is to be like; used up
 */
export function morph (old, fresh) {
  const wanted = new Set(Array.from(fresh.childNodes, nameOf))
  for (const gone of [...old.children].filter((child) => nameOf(child) && !wanted.has(nameOf(child)))) gone.remove()
  /** @type {ChildNode | null} */
  let at = old.firstChild
  for (const like of [...fresh.childNodes]) {
    // White space between elements may stand on one side only.
    while (at && at.nodeName === '#text' && like.nodeName !== '#text') at = removed(at)
    const found = same(old, at, like)
    if (!found) {
      old.insertBefore(like, at)
      continue
    }
    if (found === at) at = at.nextSibling
    else old.insertBefore(found, at)
    update(found, like)
  }
  while (at) at = removed(at)
}

/**
 * @param {ChildNode} node - goes
 * @returns {ChildNode | null} what stood after it
 */
function removed (node) {
  const next = node.nextSibling
  node.remove()
  return next
}

/**
 * @param {Element} old - whose children are made alike
 * @param {ChildNode | null} at - the next one that has not been looked at
 * @param {ChildNode} like - what is to stand there
 * @returns {ChildNode | null | undefined} the child that `like` is known by, or that can be made like it
 */
function same (old, at, like) {
  const name = nameOf(like)
  if (name) return [...old.children].find((child) => nameOf(child) === name)
  return at && at.nodeName === like.nodeName && !nameOf(at) ? at : null
}

/**
 * @param {ChildNode} found - what stands on the page
 * @param {ChildNode} like - what it is to be like; of the same kind
 */
function update (found, like) {
  if (found.isEqualNode(like)) return
  if (!(found instanceof Element) || !(like instanceof Element)) {
    found.nodeValue = like.nodeValue
    return
  }
  for (const { name } of [...found.attributes]) if (!like.hasAttribute(name)) found.removeAttribute(name)
  for (const { name, value } of like.attributes) if (found.getAttribute(name) !== value) found.setAttribute(name, value)
  morph(found, like)
}
