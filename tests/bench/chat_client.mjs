/**
 * Speaks Engine.IO 4 and Socket.IO 5 over bare WebSockets to a chat server, and measures it. Two connections a room; a
 * message counts when its sender knows that it is stored and the other one has it.
 *
 * node chat_client.mjs '{"kind": "ours|bare", "port": 5104, "pid": 1, "rooms": [{"auth": {…}, "desk": …}], "seconds": 8, "rate": 0}'
 * With `rate` so many messages a second in all; with 0 as fast as the server answers. With `idle` the lines first stay
 * silent for so many seconds. Prints one JSON object.
 */
import fs from 'node:fs'
import WebSocket from 'ws'

const options = { seconds: 8, rate: 0, idle: 0, together: 50, ...JSON.parse(fs.readFileSync(process.argv[2], 'utf8')) }
const BODY = 'Hello, this is a normal chat message of some sixty characters.'
const TICKS = 100
// A server stores a name once: two runs over the same conversations must not use the same ones.
const RUN = Date.now().toString(36)
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const now = () => performance.now()

/** Seconds of processor time that the server has used. */
function cpu () {
  const fields = fs.readFileSync(`/proc/${options.pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS
}

/** Each kind of server: how to join, how to send, and what an arriving packet means. */
const KINDS = {
  bare: {
    connect: () => '40',
    joined: (side, text) => {
      if (text.startsWith('40')) side.socket.send(`421["join",{"room":"r${side.room.number}"}]`)
      return text.startsWith('431')
    },
    send: (side, ref) => side.socket.send(`42["msg",${JSON.stringify({ room: `r${side.room.number}`, text: BODY, ref, by: side.name })}]`),
    arrived: (side, text) => {
      if (!text.startsWith('42')) return {}
      const { ref, by } = JSON.parse(text.slice(2))[1]
      return by === side.name ? { stored: ref } : { got: ref }
    }
  },
  ours: {
    connect: (side) => `40${side.namespace},${JSON.stringify(side.auth)}`,
    joined: (side, text) => {
      if (text.startsWith('44')) throw new Error(text)
      return text.startsWith(`40${side.namespace},`)
    },
    send: (side, ref) => {
      side.asked.push(ref)
      side.socket.send(`42${side.namespace},${side.asked.length - 1}["post",${JSON.stringify({ ...side.extra, ref, body: BODY })}]`)
    },
    arrived: (side, text) => {
      if (text.startsWith('43')) {
        const [, number, body] = text.match(/^43\/\w+,(\d+)(.*)$/)
        if (!JSON.parse(body)[0].id) throw new Error(body)
        return { stored: side.asked[Number(number)] }
      }
      if (!text.includes('"posted"')) return {}
      const { ref } = JSON.parse(text.slice(text.indexOf('[')))[1]
      return side.asked.includes(ref) ? {} : { got: ref }
    }
  }
}
const kind = KINDS[options.kind]

function open (side) {
  return new Promise((resolve, reject) => {
    const headers = side.cookie ? { cookie: side.cookie } : {}
    const socket = side.socket = new WebSocket(`ws://localhost:${options.port}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false, headers })
    let ready = false
    const late = setTimeout(() => reject(new Error('timeout')), 20000)
    socket.on('error', reject)
    socket.on('close', () => { side.lost = true; reject(new Error('closed')) })
    socket.on('message', (data) => {
      const text = data.toString()
      if (text[0] === '0') return socket.send(kind.connect(side))
      if (text === '2') return socket.send('3')
      if (ready) return side.heard(kind.arrived(side, text))
      if (kind.joined(side, text)) {
        ready = true
        clearTimeout(late)
        resolve()
      }
    })
  })
}

const sides = options.rooms.flatMap((room, number) => room.sides.map((given, index) => (
  { asked: [], extra: {}, heard: () => {}, ...given, room: { number }, name: `${number}-${index}` }
)))
for (const side of sides) side.peer = sides.find((other) => other !== side && other.room.number === side.room.number)

let failed = 0
let next = 0
await Promise.all(Array.from({ length: options.together }, async () => {
  while (next < sides.length) await open(sides[next++]).catch(() => failed++)
}))
await sleep(1500)
const held = sides.filter((side) => side.socket?.readyState === WebSocket.OPEN && !side.lost).length

const silent = options.pid ? cpu() : 0
await sleep(options.idle * 1000)
const idleCores = options.idle ? Number(((cpu() - silent) / options.idle).toFixed(4)) : null

const began = new Map()
const halves = new Map()
const trips = []
let sent = 0
let stopped = false

function post (side) {
  const ref = `${RUN}-${side.name}-${sent++}`
  began.set(ref, now())
  kind.send(side, ref)
}
/** A message has come full circle when it is stored for the sender and seen by the other. */
function half (ref, side) {
  const both = (halves.get(ref) ?? 0) + 1
  halves.set(ref, both)
  if (both < 2) return
  trips.push(now() - began.get(ref))
  if (!stopped && !options.rate) post(side)
}
for (const side of sides) {
  side.heard = ({ stored, got }) => {
    if (stored) half(stored, side)
    if (got) half(got, side.peer)
  }
}
const pairs = sides.filter((side) => side.peer?.socket?.readyState === WebSocket.OPEN && side.socket?.readyState === WebSocket.OPEN)
const c0 = options.pid ? cpu() : 0
const t0 = now()
if (options.seconds && options.rate) {
  while (now() - t0 < options.seconds * 1000) {
    const due = Math.floor((now() - t0) / 1000 * options.rate)
    while (sent < due) post(pairs[(sent * 7919) % pairs.length])
    await sleep(2)
  }
} else if (options.seconds) {
  for (const side of pairs) post(side)
  await sleep(options.seconds * 1000)
}
stopped = true
const lasted = (now() - t0) / 1000
const counted = trips.length
// What is on its way still counts against the server; what never comes full circle is lost.
for (const until = now() + 15000; trips.length < sent && now() < until;) await sleep(50)
const used = options.pid ? cpu() - c0 : 0
trips.sort((a, b) => a - b)
const centile = (part) => trips.length ? Number(trips[Math.min(trips.length - 1, Math.floor(trips.length * part))].toFixed(2)) : null
console.log(JSON.stringify({
  asked: sides.length, held, failed, idle_cores: idleCores, sent, complete: trips.length,
  us_per_message: trips.length ? Math.round(used * 1e6 / trips.length) : null,
  per_second: lasted > 0.1 ? Math.round(counted / lasted) : 0, p50: centile(0.5), p95: centile(0.95), p99: centile(0.99)
}))
process.exit(0)
