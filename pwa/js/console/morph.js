/** @param {Node} node - any */
const nameOf = (node) => node.dataset?.id ?? node.getAttribute?.('aria-labelledby') ?? ''

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
  let at = old.firstChild
  for (const like of [...fresh.childNodes]) {
    // White space between elements may stand on one side only.
    while (at?.nodeName === '#text' && like.nodeName !== '#text') at = removed(at)
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

function removed (node) {
  const next = node.nextSibling
  node.remove()
  return next
}

function same (old, at, like) {
  const name = nameOf(like)
  if (name) return [...old.children].find((child) => nameOf(child) === name)
  return at && at.nodeName === like.nodeName && !nameOf(at) ? at : null
}

function update (found, like) {
  if (found.isEqualNode(like)) return
  if (found.nodeType !== Node.ELEMENT_NODE) {
    found.data = like.data
    return
  }
  for (const { name } of [...found.attributes]) if (!like.hasAttribute(name)) found.removeAttribute(name)
  for (const { name, value } of like.attributes) if (found.getAttribute(name) !== value) found.setAttribute(name, value)
  morph(found, like)
}
