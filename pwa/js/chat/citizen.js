import { announce } from '../core/announcer.js'
import { dropCopies } from '../core/leftovers.js'
import { newRef } from './outbox.js'
import { Talk } from './talk.js'

/** The citizen's side: the place in the line, asking for time, and a way round when no live line can be had. */
export default class Citizen extends Talk {
  /** @param {HTMLElement} root - the conversation */
  constructor (root) {
    super(root)
    this.given = new Set()
    this.start()
    this.socket
      .on('queue', ({ texts }) => this.standing(texts))
      .on('state', ({ state, texts }) => { this.standing(texts); this.changed(state) })
      .on('connect_error', ({ message }) => this.refused(message))
      .on('erased', ({ texts }) => this.erased(texts))
    root.querySelector('[data-ask-place]')?.addEventListener('click', (event) => this.askPlace(event))
    // Messages that the service worker kept and has sent.
    navigator.serviceWorker?.addEventListener('message', ({ data }) => data?.ref && this.sender.confirm(data.ref, data.answer))
    root.querySelector('[data-more-time]')?.addEventListener('submit', (event) => this.askForTime(event))
  }

  /** @param {string} reason - why there is no live line; without the key this page is nobody's here any more */
  refused (reason) {
    if (reason === 'unknown-conversation') location.reload()
    else this.goRound()
  }

  /** @param {Record<string, string>} texts - how the conversation stands, by language */
  standing (texts) {
    this.root.querySelector('[data-talk-state]').textContent = texts[this.words.lang]
  }

  /** @param {Record<string, string>} texts - the conversation is gone: nothing of it stays on the page or in the browser */
  erased (texts) {
    this.socket.disconnect()
    this.outbox.clear()
    this.root.querySelector('[data-log]').replaceChildren()
    if (this.form) this.form.elements.body.value = ''
    this.standing(texts)
    this.changed('ended')
    announce(texts[this.words.lang])
  }

  /** @param {string} state - waiting, active, message or ended */
  changed (state) {
    for (const part of this.root.querySelectorAll('[data-while]')) part.hidden = !part.dataset.while.split(' ').includes(state)
    // A device that others use too keeps no copy of what has ended, in whatever language it was opened.
    if (state === 'ended') dropCopies(globalThis.caches, (path) => path.endsWith(`/beszelgetes/${this.words.id}`))
    // What was being written stays readable, and the focus where it is.
    if (this.form) this.form.elements.body.readOnly = state === 'ended'
    // Drawn when it had ended, this page has nothing to write in; another one has opened the conversation again.
    else if (state !== 'ended') location.reload()
  }

  send (body) {
    super.send(body)
    if (!this.socket.connected) this.goRound()
  }

  /**
   * Some networks let no live line through, some moments nothing at all: send by plain requests. Without a connection
   * the service worker keeps them (202) and sends them even when this page is closed; each is given to it once.
   */
  async goRound () {
    for (const message of this.outbox.messages.filter(({ ref }) => !this.given.has(ref))) {
      try {
        const response = await fetch(this.words.url, {
          method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: JSON.stringify(message)
        })
        if (response.status === 202) this.given.add(message.ref)
        else if (response.status < 500 && response.status !== 429) this.sender.confirm(message.ref, await response.json())
      } catch {
        return
      }
    }
  }

  /** @param {MouseEvent} event - asked for, the place in the line is shown and said aloud */
  async askPlace (event) {
    event.preventDefault()
    try {
      const response = await fetch(event.currentTarget.pathname, { headers: { Accept: 'application/json' } })
      const { text } = await response.json()
      const line = this.root.querySelector('[data-place]')
      line.textContent = text
      line.hidden = false
      announce(text)
    } catch {
      announce(this.words.offline)
    }
  }

  /** @param {SubmitEvent} event - the operator is told without leaving the page; the log says that it was done */
  async askForTime (event) {
    event.preventDefault()
    const form = event.target
    try {
      const response = await fetch(form.action, { method: 'POST', headers: { Accept: 'application/json' }, body: new FormData(form) })
      if (!response.ok) throw new Error(response.statusText)
      form.elements.ref.value = newRef()
    } catch {
      form.submit()
    }
  }
}
