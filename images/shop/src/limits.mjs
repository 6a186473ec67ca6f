import { setTimeout as sleep } from 'node:timers/promises'
import { httpError } from './answers.mjs'

/** A cache that is empty after the start: work takes this many times as long until `coldMs` have passed. */
const coldFactor = 10

/**
 * Gives `limited(work)`: `capacity` requests are worked on at once, each takes `workMs` longer (a pool of connections
 * to a database that is not here), the others wait in line. It does not notice that whoever asked has gone: work that
 * nobody waits for is done all the same. With more than `maxInFlight` requests inside it throws 503 at once.
 */
export const createLimits = ({ capacity, workMs, coldMs, maxInFlight }) => {
  const warmAt = Date.now() + coldMs
  const takesMs = () => (Date.now() < warmAt ? coldFactor * workMs : workMs)
  const line = []
  let inside = 0
  let working = 0
  const enter = async () => {
    if (capacity > 0 && working >= capacity) await new Promise((go) => line.push(go))
    else working += 1
  }
  // Whoever leaves gives its place to the next in line, so `working` stays as it is.
  const leave = () => {
    const next = line.shift()
    if (next) next()
    else working -= 1
  }
  return async (work) => {
    if (maxInFlight > 0 && inside >= maxInFlight)
      throw httpError(503, `busy: ${inside} requests are in flight`)
    inside += 1
    try {
      await enter()
      try {
        if (workMs > 0) await sleep(takesMs())
        return await work()
      } finally {
        leave()
      }
    } finally {
      inside -= 1
    }
  }
}
