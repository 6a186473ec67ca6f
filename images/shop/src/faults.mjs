// The switches that make this service misbehave: at start by SHOP_FAULT, at run time by POST /admin/….
import { sendJson } from './answers.mjs'

/** What is switched on now; read by main.mjs on every request. */
export const faults = { unhealthy: false, slowMs: 0 }

const hoard = []

const crash = () => {
  console.error('crash: as asked')
  process.exit(1)
}

/** Blocks the event loop without burning a CPU: connections are accepted by the kernel, nothing answers. */
const hang = (ms) => {
  console.error(`hang: ${ms === undefined ? 'for good' : `${ms} ms`}`)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

const leak = () => {
  console.error('leak: 16 MiB every 100 ms until the memory limit ends it')
  setInterval(() => hoard.push(Buffer.alloc(16 * 1024 * 1024, 1)), 100)
}

/**
 * Applies `SHOP_FAULT`: `exit`, `unhealthy`, `crash[:ms]`, `hang[:ms]`, `leak[:ms]` (ms after the start, 3000
 * when not given), `start[:ms]` (nothing listens before) or `slow[:ms]` (added to every answer). Resolves when the
 * service may start. An unknown word ends the process with a sentence.
 */
export const applyStartFault = async (setting) => {
  const [name, amount] = setting.split(':')
  const ms = Number(amount ?? (name === 'slow' ? 2000 : 3000))
  const known = {
    '': () => {},
    exit: () => {
      console.error('cannot start: required setting SHOP_PAYMENT_KEY is missing')
      process.exit(1)
    },
    unhealthy: () => (faults.unhealthy = true),
    slow: () => (faults.slowMs = ms),
    start: () => new Promise((done) => setTimeout(done, ms)),
    crash: () => setTimeout(crash, ms),
    hang: () => setTimeout(hang, ms),
    leak: () => setTimeout(leak, ms),
  }
  if (!Object.hasOwn(known, name) || !Number.isFinite(ms)) {
    console.error(
      `SHOP_FAULT=${setting} is unknown: use exit, unhealthy, crash, hang, leak, start or slow, e.g. slow:800`,
    )
    process.exit(64)
  }
  await known[name]()
}

const millis = (request) => {
  const text = new URLSearchParams(request.url.split('?')[1] ?? '').get('ms')
  return text !== null && /^\d{1,7}$/.test(text) ? Number(text) : undefined
}

// The answer leaves before the fault begins, so that whoever asked knows that it was heard.
const afterwards = (response, text, action) => {
  sendJson(response, 202, { fault: text })
  response.on('finish', () => setTimeout(action, 20))
}

/** Routes of both services. They answer also while the service is slow or unhealthy. */
export const admin = {
  'POST /admin/crash': (_request, response) => afterwards(response, 'crash', crash),
  'POST /admin/hang': (request, response) => afterwards(response, 'hang', () => hang(millis(request))),
  'POST /admin/leak': (_request, response) => afterwards(response, 'leak', leak),
  'POST /admin/slow': (request, response) => {
    faults.slowMs = millis(request) ?? 2000
    sendJson(response, 202, { fault: 'slow', ms: faults.slowMs })
  },
  'POST /admin/unhealthy': (_request, response) => {
    faults.unhealthy = true
    sendJson(response, 202, { fault: 'unhealthy' })
  },
  'POST /admin/recover': (_request, response) => {
    faults.unhealthy = false
    faults.slowMs = 0
    sendJson(response, 202, { fault: null })
  },
}
