import { io } from 'socket.io-client'
import { announce } from '../core/announcer.js'
import { Component } from '../core/component.js'

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
    const { dataset } = this.root
    this.root.querySelector('[data-door-state]').textContent = news.texts[dataset.lang]
    const now = news.can_talk ? 'talk' : 'leave'
    if (now === this.now) return
    this.now = now
    for (const part of this.root.querySelectorAll('[data-when]')) part.hidden = part.dataset.when !== now
    const heading = this.root.querySelector('h1')
    document.title = document.title.replace(heading.textContent, heading.dataset[now])
    heading.textContent = heading.dataset[now]
    announce(now === 'talk' ? dataset.nowTalk : dataset.nowLeave)
  }
}
