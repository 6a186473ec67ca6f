import { durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import { durationBetween } from '../network/namespace/parameters.ts'
import { endOf, httpFault, httpParams } from './http-fault.ts'

const params = z.strictObject({
  failures: z
    .number()
    .int()
    .min(1, 'it must be 1 to 1000 failures')
    .max(1000, 'it must be 1 to 1000 failures')
    .default(3)
    .describe('So many requests of each client to each path are refused; after that they are served.'),
  retryAfter: durationBetween('1s', '10m')
    .default('1s')
    .describe('What the answer asks the client to wait; whole seconds in the header Retry-After.'),
  ...httpParams,
})

/** 429 so many times, then served: a client that retries with patience gets through, one that gives up does not. */
export const httpThrottle = httpFault<z.infer<typeof params>>({
  name: 'http.throttle',
  title: { en: 'HTTP throttling', ja: 'HTTP のスロットリング' },
  params,
  effect: (values, what) => ({
    en: `Answers the first ${values.failures} ${what.en} of each client and path with 429 and Retry-After, then serves them; ${endOf(values).en}.`,
    ja: `${what.ja}のうち、クライアントとパスごとに最初の ${values.failures} 回に 429 と Retry-After を返し、その後は通します。${endOf(values).ja}。`,
  }),
  settings: ({ failures, retryAfter }) => ({
    action: 'throttle',
    failures,
    retryAfterS: Math.ceil(durationMs(retryAfter) / 1000),
  }),
  shows: (_values, { outcomes }) => outcomes['429'] !== undefined,
  until: () => ({ until: '429' }),
})
