import assert from 'node:assert/strict'
import test from 'node:test'
import { Outbox } from './outbox.js'
import { Sender } from './sender.js'

/** A server that stores each ref once, and can be cut off. */
class Server {
  stored = []
  connected = true
  answers = []
  async deliver ({ ref, body }) {
    if (!this.connected) throw new Error('offline')
    const special = this.answers.shift()
    if (special === 'lost') {
      this.store(ref, body)
      throw new Error('timeout')
    }
    return special ?? this.store(ref, body)
  }

  store (ref, body) {
    if (!this.stored.some((message) => message.ref === ref)) this.stored.push({ ref, body })
    return { id: this.stored.findIndex((message) => message.ref === ref) + 1, at: 'now' }
  }
}

function scene () {
  const server = new Server()
  const settled = []
  const later = []
  const outbox = new Outbox({ getItem: () => null, setItem () {}, removeItem () {} }, 'abc')
  const deliver = (message) => server.deliver(message)
  const sender = new Sender(outbox, deliver, (ref, answer) => settled.push([ref, answer.error ?? 'sent']), (run) => later.push(run))
  return { server, settled, later, outbox, sender }
}

test('messages are sent one after the other, in their order', async () => {
  const { server, settled, outbox, sender } = scene()
  for (const number of [1, 2, 3]) outbox.add(`r${number}`, `${number}`)
  await sender.flush()
  assert.deepEqual(server.stored.map(({ body }) => body), ['1', '2', '3'])
  assert.deepEqual(settled, [['r1', 'sent'], ['r2', 'sent'], ['r3', 'sent']])
  assert.equal(outbox.messages.length, 0)
})

test('without a connection nothing is lost; with the next one all is sent', async () => {
  const { server, outbox, sender } = scene()
  server.connected = false
  outbox.add('r1', 'offline')
  await sender.flush()
  assert.equal(outbox.has('r1'), true)
  server.connected = true
  await sender.flush()
  assert.deepEqual(server.stored, [{ ref: 'r1', body: 'offline' }])
})

test('a message whose acknowledgement was lost is sent again and stored once', async () => {
  const { server, outbox, sender } = scene()
  server.answers = ['lost']
  outbox.add('r1', 'egyszer')
  await sender.flush()
  assert.equal(outbox.has('r1'), true)
  await sender.flush()
  assert.equal(server.stored.length, 1)
  assert.equal(outbox.has('r1'), false)
})

test('two flushes at once send nothing twice', async () => {
  const { server, outbox, sender } = scene()
  let tries = 0
  const deliver = sender.deliver
  sender.deliver = (message) => { tries++; return deliver(message) }
  outbox.add('r1', 'egyszer')
  await Promise.all([sender.flush(), sender.flush()])
  assert.equal(tries, 1)
  assert.equal(server.stored.length, 1)
})

test('a refused message is reported and does not stop those after it', async () => {
  const { server, settled, outbox, sender } = scene()
  server.answers = [{ error: 'too-long' }]
  outbox.add('r1', 'hosszú')
  outbox.add('r2', 'rövid')
  await sender.flush()
  assert.deepEqual(settled, [['r1', 'too-long'], ['r2', 'sent']])
})

test('a fault that passes is tried again later, before the messages after it', async () => {
  const { server, later, outbox, sender } = scene()
  server.answers = [{ error: 'too-many' }]
  outbox.add('r1', 'első')
  outbox.add('r2', 'második')
  await sender.flush()
  assert.deepEqual(server.stored, [])
  assert.equal(later.length, 1)
  await later[0]()
  assert.deepEqual(server.stored.map(({ ref }) => ref), ['r1', 'r2'])
})

test('a message seen in the log counts as sent, and is reported once', () => {
  const { settled, outbox, sender } = scene()
  outbox.add('r1', 'másik lapon')
  sender.confirm('r1', { id: 4, at: 'now' })
  sender.confirm('r1', { id: 4, at: 'now' })
  assert.deepEqual(settled, [['r1', 'sent']])
})
