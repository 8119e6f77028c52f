/** After so many milliseconds without an answer a message counts as not sent; it is sent again with the same name. */
export const PATIENCE = 10_000
const PAUSE = 2000
/** Faults that pass by themselves. */
const PASSING = new Set(['too-many', 'failed'])

/** @typedef {{ref: string, body: string}} Unsent - a message that the server has not confirmed */
/** @typedef {{id?: number, at?: string, error?: string}} Verdict - what the server says of a message: stored, or refused */

/**
 * Sends what is in the outbox, one message after the other, until each is confirmed or refused. The server stores a
 * name once, so sending again can neither lose nor double a message.
 */
export class Sender {
  _busy = false

  /**
   * @param {import('./outbox.js').Outbox} outbox - what is to be sent
   * @param {(message: Unsent) => Promise<Verdict>} deliver - tries once; rejects without connection
   * @param {(ref: string, answer: Verdict) => void} settled - told once a message is confirmed or refused
   * @param {(run: () => void, after: number) => void} later - `setTimeout`, or a test's
   */
  constructor (outbox, deliver, settled, later = (run, after) => setTimeout(run, after)) {
    this.outbox = outbox
    this.deliver = deliver
    this.settled = settled
    this.later = later
  }

  /** Send all that waits. Harmless when it is sending already. */
  async flush () {
    if (this._busy) return
    this._busy = true
    try {
      while (this.outbox.messages.length) {
        const [message] = this.outbox.messages
        const answer = await this.deliver(message)
        if (answer.error && PASSING.has(answer.error)) {
          this.later(() => this.flush(), PAUSE)
          break
        }
        this.confirm(message.ref, answer)
      }
    } catch {
      // No connection: the next one flushes again.
    } finally {
      this._busy = false
    }
  }

  /**
   * Take a message off the list: the server has it, or will not have it.
   *
   * @param {string} ref - its name
   * @param {Verdict} answer - what the server said
   */
  confirm (ref, answer) {
    if (!this.outbox.has(ref)) return
    this.outbox.drop(ref)
    this.settled(ref, answer)
  }
}
