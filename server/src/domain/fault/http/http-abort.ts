import { z } from 'zod'
import { percentOf } from '../network/namespace/parameters.ts'
import { endOf, httpFault, httpParams } from './http-fault.ts'

const params = z.strictObject({
  percent: percentOf(50, 'Share of the requests that are cut, each by its own draw.'),
  ...httpParams,
})

/** The connection breaks in the middle of a request: the caller cannot know whether it was carried out. */
export const httpAbort = httpFault<z.infer<typeof params>>({
  name: 'http.abort',
  title: { en: 'HTTP abort', ja: 'HTTP の切断' },
  params,
  effect: (values, what) => ({
    en: `Cuts the connection of ${values.percent} % of the ${what.en} before an answer; ${endOf(values).en}.`,
    ja: `${what.ja}の ${values.percent} % で、応答の前にコネクションを切ります。${endOf(values).ja}。`,
  }),
  settings: ({ percent }) => ({ action: 'abort', percent }),
  shows: (_values, { outcomes }) => outcomes['reset'] !== undefined,
  until: () => ({ until: 'reset' }),
})
