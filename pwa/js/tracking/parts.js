import { findAll } from '../core/dom.js'

/**
 * Put a page's new parts in place of the old ones. What someone is answering stays as it is, and the focus where it was.
 *
 * @param {ParentNode} page - as it is
 * @param {ParentNode} fresh - as the server draws it now
 * @param {Element | null} focused - what has the focus
 */
export function renew (page, fresh, focused) {
  for (const part of findAll(page, '[data-part]')) {
    const name = part.dataset.part
    const newer = fresh.querySelector(`[data-part="${name}"]`)
    if (!newer || part.querySelector('form') || part.innerHTML === newer.innerHTML) continue
    const href = focused && part.contains(focused) ? focused.getAttribute('href') : null
    part.replaceChildren(...newer.childNodes)
    if (href) findAll(part, 'a').find((link) => link.getAttribute('href') === href)?.focus({ preventScroll: true })
  }
}
