// How one service calls another: timeout, retries, back-off, budget, circuit breaker.
import { request as httpRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { httpError } from '../answers.mjs'
import { drawAddress } from './addresses.mjs'
import { createBreaker } from './breaker.mjs'
import { backOffMs, createBudget } from './retry.mjs'

const aborted = (signal) =>
  new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  )

const read = async (response) => {
  const text = (await response.toArray()).join('')
  return { status: response.statusCode, value: text === '' ? undefined : JSON.parse(text) }
}

const send = (target, method, address, body, signal) =>
  new Promise((resolve, reject) => {
    const headers = { host: target.host, ...(body ? { 'content-type': 'application/json' } : {}) }
    // A new connection each time, so that a replica that is gone is not asked again.
    const call = httpRequest(target, { method, hostname: address, agent: false, signal, headers })
    call.on('error', reject)
    call.on('response', (response) => read(response).then(resolve, reject))
    call.end(body ? JSON.stringify(body) : undefined)
  })

/** One call, no retry. `tried`: addresses that it should avoid; its own is added. Rejects with 503. */
const callOnce = async ({ name, url, timeoutMs }, { method, path, body, tried }) => {
  const target = new URL(path, url)
  const signal = AbortSignal.timeout(timeoutMs)
  const overdue = aborted(signal)
  overdue.catch(() => {})
  try {
    const address = await Promise.race([drawAddress(target.hostname, tried), overdue])
    tried.add(address)
    return await Promise.race([send(target, method, address, body, signal), overdue])
  } catch (error) {
    const reason = signal.aborted
      ? `did not answer within ${timeoutMs} ms`
      : `failed: ${error.code ?? error.message}`
    throw httpError(503, `the ${name} at ${url} ${reason}`)
  }
}

/** A repeated POST may do its work twice; only one that carries a key may be told from the first. */
const mayRepeat = (method, body) => method !== 'POST' || typeof body?.key === 'string'

/**
 * Gives `call(method, path, body)` → `{status, value}` for a service at `url`. It rejects with 503 when there is no
 * answer; an answer of any status is an answer, but one of 500 or more is retried like none.
 */
export const createCall = (settings) => {
  const { name = 'api', retries = 0, backOff = 0, jitter = 'none', budgetPercent } = settings
  const breaker = createBreaker({
    failures: settings.breakerFailures ?? 0,
    openMs: settings.breakerOpenMs ?? 0,
  })
  const budget = createBudget(budgetPercent)
  const attempt = async (order) => {
    breaker.check()
    const result = await callOnce({ ...settings, name }, order).catch((error) => ({ error }))
    breaker.record(result.error === undefined && result.status < 500)
    return result
  }
  return async (method, path, body) => {
    const tried = new Set()
    budget.deposit()
    for (let count = 0; ; count += 1) {
      const result = await attempt({ method, path, body, tried })
      const isBad = result.error !== undefined || result.status >= 500
      if (!isBad) return result
      if (count >= retries || !mayRepeat(method, body) || !budget.withdraw()) {
        if (result.error) throw result.error
        return result
      }
      await sleep(backOffMs({ backOff, jitter }, count))
    }
  }
}
