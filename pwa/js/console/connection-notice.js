import { announce } from '../core/announcer.js'
import { find } from '../core/dom.js'

/** Milliseconds: a shorter break is not shown. */
const PATIENCE = 4000
const OUT = new Set(['not-signed-in', 'not-your-role'])

/** Shows and announces that the desk's connection is lost, is back, or was closed because nobody is signed in. */
export class ConnectionNotice {
  /** @type {HTMLElement} */
  cut = find(document, '[data-cut]')
  /** @type {HTMLElement} */
  out = find(document, '[data-out]')
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting = undefined

  /** The line is cut: said when it stays so. */
  lost () {
    this.waiting ??= setTimeout(() => this.show(this.cut), PATIENCE)
  }

  /** @param {string} why - what the server says when it refuses the connection */
  refused (why) {
    if (OUT.has(why)) this.show(this.out)
    else this.lost()
  }

  /** The line is there again. */
  back () {
    clearTimeout(this.waiting)
    this.waiting = undefined
    this.out.hidden = true
    if (this.cut.hidden) return
    this.cut.hidden = true
    announce(this.cut.dataset.back ?? '')
  }

  /** @param {HTMLElement} note - the one to show instead of the other */
  show (note) {
    if (!this.out.hidden || !note.hidden) return
    clearTimeout(this.waiting)
    this.cut.hidden = true
    note.hidden = false
    announce(find(note, 'span').textContent)
  }
}
