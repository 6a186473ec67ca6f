const number = (env, name, fallback) => {
  const text = env[name] ?? ''
  if (text === '') return fallback
  const value = Number(text)
  if (Number.isFinite(value) && value >= 0) return value
  console.error(`${name}=${text} is no number from 0 on`)
  process.exit(64)
}

const word = (env, name, known) => {
  const text = env[name] || known[0]
  if (known.includes(text)) return text
  console.error(`${name}=${text} is unknown: use ${known.join(' or ')}`)
  process.exit(64)
}

/** How the web calls the api, from API_…; the process ends with a sentence when a setting is wrong. */
export const clientSettings = (env) => ({
  url: env.API_URL || 'http://api:8081',
  timeoutMs: number(env, 'API_TIMEOUT_MS', 1000),
  retries: number(env, 'API_RETRIES', 0),
  backOff: number(env, 'API_BACKOFF_MS', 0),
  jitter: word(env, 'API_JITTER', ['none', 'full']),
  budgetPercent: number(env, 'API_RETRY_BUDGET', undefined),
  breakerFailures: number(env, 'API_BREAKER', 0),
  breakerOpenMs: number(env, 'API_BREAKER_OPEN_MS', 2000),
  fallback: word(env, 'API_FALLBACK', ['none', 'stale']),
})

/** How much a service takes on, from CAPACITY, WORK_MS, COLD_MS and MAX_IN_FLIGHT; 0: no limit. */
export const limitSettings = (env) => ({
  capacity: number(env, 'CAPACITY', 0),
  workMs: number(env, 'WORK_MS', 0),
  coldMs: number(env, 'COLD_MS', 0),
  maxInFlight: number(env, 'MAX_IN_FLIGHT', 0),
})
