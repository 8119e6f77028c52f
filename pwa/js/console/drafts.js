/** Keeps a half-written answer while the operator looks at another conversation; it goes with the browser's tab. */
export class Draft {
  /**
   * @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} storage - the tab's
   * @param {string} id - the conversation
   */
  constructor (storage, id) {
    this.storage = storage
    this.key = `draft-${id}`
  }

  /** @returns {string} what was written */
  read () {
    try {
      return this.storage.getItem(this.key) ?? ''
    } catch {
      return ''
    }
  }

  /** @param {string} text - what is written now */
  keep (text) {
    try {
      if (text) this.storage.setItem(this.key, text)
      else this.storage.removeItem(this.key)
    } catch {
      // A full or forbidden storage only means that the other conversation's page does not bring it back.
    }
  }
}
