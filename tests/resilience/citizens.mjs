/**
 * Citizens who write while their server is killed or their network is cut. They use the pages' own outbox and sender.
 * Each conversation has a writer and a listener, as two browsers.
 *
 * node citizens.mjs '{"url": "http://127.0.0.1:5201", "conversations": [{"id", "token"}], "every": 50}'
 * Writes until a line comes in; then lets everything arrive and prints what each wrote and heard as one JSON object.
 */
import { once } from 'node:events'
import { io } from 'socket.io-client'
import { newRef, Outbox } from '../../pwa/js/chat/outbox.js'
import { Sender } from '../../pwa/js/chat/sender.js'

const { url, conversations, every } = JSON.parse(process.argv[2])
const PATIENCE = 5000
const SETTLES_WITHIN = 60_000
// Nobody writes on and on while nothing arrives: who has so many unsent messages waits.
const UNSENT = 50
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** One browser: what it has heard of its conversation, in the order in which it heard it. */
class Browser {
  heard = []
  ids = new Set()
  known = 0
  greeted = false
  connections = 0

  constructor ({ id, token }) {
    this.socket = io(`${url}/chat`, {
      transports: ['websocket'], reconnectionDelay: 100, reconnectionDelayMax: 400, timeout: 3000, forceNew: true,
      auth: (give) => give({ id, token, after: this.known })
    })
    this.socket
      .on('connect', () => { this.connections += 1 })
      .on('disconnect', () => { this.greeted = false })
      .on('greeted', () => { this.greeted = true; this.know() })
      .on('posted', (message) => this.posted(message))
  }

  /** As the page does: what it has already, by id, is no news; what was missed stands before what came since. */
  posted ({ id, ref, author }) {
    if (author === 'citizen' && !this.ids.has(id)) {
      const late = id < (this.heard.at(-1)?.id ?? 0)
      this.ids.add(id)
      this.heard.push({ id, ref })
      if (late) this.heard.sort((one, other) => one.id - other.id)
    }
    if (this.greeted) this.know()
  }

  know () {
    this.known = this.heard.at(-1)?.id ?? 0
  }
}

class Writer extends Browser {
  written = []
  refused = []

  constructor (conversation) {
    super(conversation)
    const kept = new Map()
    const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) }
    this.outbox = new Outbox(storage, conversation.id)
    this.sender = new Sender(this.outbox, (message) => this.deliver(message), (ref, { error }) => error && this.refused.push({ ref, error }))
    this.socket.on('connect', () => this.sender.flush())
  }

  posted (message) {
    this.sender?.confirm(message.ref, message)
    super.posted(message)
  }

  deliver (message) {
    if (!this.socket.connected) return Promise.reject(new Error('offline'))
    return this.socket.timeout(PATIENCE).emitWithAck('post', message)
  }

  write () {
    if (this.outbox.messages.length >= UNSENT) return
    const ref = newRef()
    this.written.push(ref)
    this.outbox.add(ref, `${this.written.length}. üzenet: őszi tükörfúró`)
    this.sender.flush()
  }
}

const pairs = conversations.map((conversation) => ({ writer: new Writer(conversation), listener: new Browser(conversation) }))
const writing = setInterval(() => pairs.forEach(({ writer }) => writer.write()), every)
console.log('writing')
await once(process.stdin, 'data')
clearInterval(writing)

const arrived = ({ writer, listener }) => !writer.outbox.messages.length
  && listener.heard.length >= writer.written.length && writer.heard.length >= writer.written.length
const deadline = Date.now() + SETTLES_WITHIN
while (Date.now() < deadline && !pairs.every(arrived)) {
  // A sender that timed out in a dead moment tries again on its own only with the next connection or message.
  for (const { writer } of pairs) if (writer.socket.connected) writer.sender.flush()
  await sleep(50)
}
const told = JSON.stringify(pairs.map(({ writer, listener }) => ({
  written: writer.written, refused: writer.refused, unsent: writer.outbox.messages.length,
  writer: writer.heard.map(({ ref }) => ref), listener: listener.heard.map(({ ref }) => ref), connections: listener.connections
})))
process.stdout.write(told, () => process.exit(0))
