import { z } from 'zod'
import { percentOf } from '../network/namespace/parameters.ts'
import { endOf, httpFault, httpParams } from './http-fault.ts'

const params = z.strictObject({
  status: z
    .number()
    .int()
    .min(400, 'a status of an error is 400 to 599')
    .max(599, 'a status of an error is 400 to 599')
    .default(503)
    .describe('What is answered in the place of the application.'),
  percent: percentOf(50, 'Share of the requests that are answered so, each by its own draw.'),
  ...httpParams,
})

/** Errors in the place of answers; the application never sees the request. */
export const httpStatus = httpFault<z.infer<typeof params>>({
  name: 'http.status',
  title: { en: 'HTTP error status', ja: 'HTTP のエラーステータス' },
  params,
  effect: (values, what) => ({
    en: `Answers ${values.percent} % of the ${what.en} with ${values.status}, and they never arrive; ${endOf(values).en}.`,
    ja: `${what.ja}の ${values.percent} % に、届ける代わりに ${values.status} を返します。${endOf(values).ja}。`,
  }),
  settings: ({ status, percent }) => ({ action: 'status', status, percent }),
  shows: ({ status }, { outcomes }) => outcomes[String(status)] !== undefined,
  until: ({ status }) => ({ until: String(status) }),
})
