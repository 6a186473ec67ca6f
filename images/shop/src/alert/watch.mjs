// The watch: asks an address again and again, and tells the pager when it was bad too often in a row.
import { setTimeout as sleep } from 'node:timers/promises'
import { sendJson } from '../answers.mjs'

const setting = (name, fallback) => Number(process.env[name] || fallback)

/**
 * Gives `next(isGood)` → `firing`, `resolved` or undefined: fires after `badInARow` bad answers, and is over after
 * `goodInARow` good ones.
 */
export const createRule = ({ badInARow, goodInARow }) => {
  let isFiring = false
  let streak = 0
  return (isGood) => {
    streak = isGood === isFiring ? streak + 1 : 0
    if (streak < (isFiring ? goodInARow : badInARow)) return undefined
    streak = 0
    isFiring = !isFiring
    return isFiring ? 'firing' : 'resolved'
  }
}

const ask = async (url, timeoutMs) => {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch(() => undefined)
  await response?.body?.cancel()
  return response?.ok === true
}

const tell = async (url, status, watched) => {
  const alert = { status, labels: { alertname: 'ShopIsBad', url: watched } }
  const body = JSON.stringify({ version: '4', status, alerts: [alert] })
  const headers = { 'content-type': 'application/json' }
  // A pager that does not hear it is told again: an alert that got lost is the worst kind.
  for (;;) {
    const said = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined)
    if (said?.ok) return
    await sleep(500)
  }
}

/** Gives the routes of the watch and starts it. */
export const createRoutes = (about) => {
  const watched = process.env.WATCH_URL || 'http://web:8080/health'
  const pager = process.env.PAGER_URL || 'http://pager:9093/alerts'
  const [everyMs, timeoutMs] = [setting('WATCH_EVERY_MS', 1000), setting('WATCH_TIMEOUT_MS', 1000)]
  const rule = createRule({ badInARow: setting('WATCH_BAD', 3), goodInARow: setting('WATCH_GOOD', 3) })
  const run = async () => {
    for (;;) {
      const status = rule(await ask(watched, timeoutMs))
      if (status) await tell(pager, status, watched)
      await sleep(everyMs)
    }
  }
  void run()
  return { 'GET /': (_request, response) => sendJson(response, 200, { ...about, watched }) }
}
