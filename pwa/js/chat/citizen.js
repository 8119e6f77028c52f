import { announce } from '../core/announcer.js'
import { fieldOf, find, findAll } from '../core/dom.js'
import { dropCopies } from '../core/leftovers.js'
import { newRef } from './outbox.js'
import { Talk } from './talk.js'

/** The citizen's side: the place in the line, asking for time, and a way round when no live line can be had. */
export default class Citizen extends Talk {
  /** @param {HTMLElement} root - the conversation */
  constructor (root) {
    super(root)
    /**
     * What the service worker keeps already, by ref.
     *
     * @type {Set<string>}
     */
    this.given = new Set()
    this.start()
    this.socket
      .on('queue', ({ texts }) => this.standing(texts))
      .on('state', ({ state, texts }) => { this.standing(texts); this.changed(state) })
      .on('connect_error', ({ message }) => this.refused(message))
      .on('erased', ({ texts }) => this.erased(texts))
    /** @type {HTMLAnchorElement | null} */
    const place = root.querySelector('[data-ask-place]')
    place?.addEventListener('click', (event) => this.askPlace(event, place))
    // Messages that the service worker kept and has sent.
    navigator.serviceWorker?.addEventListener('message', ({ data }) => data?.ref && this.sender.confirm(data.ref, data.answer))
    /** @type {HTMLFormElement | null} */
    const time = root.querySelector('[data-more-time]')
    time?.addEventListener('submit', (event) => this.askForTime(event, time))
  }

  /** @param {string} reason - why there is no live line; without the key this page is nobody's here any more */
  refused (reason) {
    if (reason === 'unknown-conversation') location.reload()
    else this.goRound()
  }

  /** @param {Record<string, string>} texts - how the conversation stands, by language */
  standing (texts) {
    find(this.root, '[data-talk-state]').textContent = texts[this.words.lang]
  }

  /** @param {Record<string, string>} texts - the conversation is gone: nothing of it stays on the page or in the browser */
  erased (texts) {
    this.socket.disconnect()
    this.outbox.clear()
    find(this.root, '[data-log]').replaceChildren()
    if (this.form) fieldOf(this.form, 'body').value = ''
    this.standing(texts)
    this.changed('ended')
    announce(texts[this.words.lang])
  }

  /** @param {string} state - waiting, active, message or ended */
  changed (state) {
    for (const part of findAll(this.root, '[data-while]')) part.hidden = !part.dataset.while?.split(' ').includes(state)
    // A device that others use too keeps no copy of what has ended, in whatever language it was opened.
    if (state === 'ended') dropCopies(globalThis.caches, (path) => path.endsWith(`/beszelgetes/${this.words.id}`))
    // What was being written stays readable, and the focus where it is.
    if (this.form) fieldOf(this.form, 'body').readOnly = state === 'ended'
    // Drawn when it had ended, this page has nothing to write in; another one has opened the conversation again.
    else if (state !== 'ended') location.reload()
  }

  /**
   * @override
   * @param {string} body - the words to send
   */
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

  /**
   * Show the place in the line and say it aloud.
   *
   * @param {MouseEvent} event - of the link
   * @param {HTMLAnchorElement} link - leads to a page that says it too
   */
  async askPlace (event, link) {
    event.preventDefault()
    try {
      const response = await fetch(link.pathname, { headers: { Accept: 'application/json' } })
      const { text } = await response.json()
      const line = find(this.root, '[data-place]')
      line.textContent = text
      line.hidden = false
      announce(text)
    } catch {
      announce(this.words.offline)
    }
  }

  /**
   * Tell the operator without leaving the page; the log says that it was done.
   *
   * @param {SubmitEvent} event - of the form
   * @param {HTMLFormElement} form - asks for more time
   */
  async askForTime (event, form) {
    event.preventDefault()
    try {
      const response = await fetch(form.action, { method: 'POST', headers: { Accept: 'application/json' }, body: new FormData(form) })
      if (!response.ok) throw new Error(response.statusText)
      fieldOf(form, 'ref').value = newRef()
    } catch {
      form.submit()
    }
  }
}
