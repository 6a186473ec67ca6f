import { durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import { durationBetween, percentOf } from '../network/namespace/parameters.ts'
import { endOf, httpFault, httpParams } from './http-fault.ts'

const params = z.strictObject({
  delay: durationBetween('1ms', '1m')
    .default('1s')
    .describe('How long a request waits before it is passed on.'),
  percent: percentOf(100, 'Share of the requests that wait, each by its own draw.'),
  ...httpParams,
})

/** Slow answers: the dependency that hurts more than a dead one. */
export const httpDelay = httpFault<z.infer<typeof params>>({
  name: 'http.delay',
  title: { en: 'HTTP delay', ja: 'HTTP の遅延' },
  params,
  effect: (values, what) => ({
    en: `Lets ${values.percent} % of the ${what.en} wait ${values.delay}; ${endOf(values).en}.`,
    ja: `${what.ja}の ${values.percent} % を ${values.delay} 待たせます。${endOf(values).ja}。`,
  }),
  settings: ({ delay, percent }) => ({ action: 'delay', delayMs: durationMs(delay), percent }),
  shows: ({ delay }, { ms }) => ms.some((each) => each >= durationMs(delay)),
  until: ({ delay }) => ({ untilMs: durationMs(delay) }),
  waitsMs: ({ delay }) => durationMs(delay),
})
