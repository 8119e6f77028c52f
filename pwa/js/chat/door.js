import { io } from 'socket.io-client'
import { announce } from '../core/announcer.js'
import { Component } from '../core/component.js'
import { find, findAll, wordsOf } from '../core/dom.js'

/** The page before a conversation: says live whether one can talk to somebody now, or leave a message. */
export default class Door extends Component {
  /** @param {HTMLElement} root - the page's parts for both cases */
  constructor (root) {
    super(root)
    this.now = root.dataset.canTalk === 'true' ? 'talk' : 'leave'
    io('/chat', { transports: ['websocket'], auth: { door: true } }).on('availability', (news) => this.told(news))
  }

  /**
   * @param {{can_talk: boolean, texts: Record<string, string>}} news - how it stands; said aloud only when something
   *   else can be done now, and what was written stays as it is
   */
  told (news) {
    const words = wordsOf(this.root)
    find(this.root, '[data-door-state]').textContent = news.texts[words.lang]
    const now = news.can_talk ? 'talk' : 'leave'
    if (now === this.now) return
    this.now = now
    for (const part of findAll(this.root, '[data-when]')) part.hidden = part.dataset.when !== now
    const heading = find(this.root, 'h1')
    const text = wordsOf(heading)[now]
    document.title = document.title.replace(heading.textContent, text)
    heading.textContent = text
    announce(now === 'talk' ? words.nowTalk : words.nowLeave)
  }
}
