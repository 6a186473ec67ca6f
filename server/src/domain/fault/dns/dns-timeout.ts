import { z } from 'zod'
import { dnsFault, dnsParams } from './dns-fault.ts'

const params = z.strictObject(dnsParams)

/** A resolver that is silent: callers wait as long as their own timeout lets them. */
export const dnsTimeout = dnsFault<z.infer<typeof params>>({
  name: 'dns.timeout',
  title: { en: 'DNS timeout', ja: 'DNS のタイムアウト' },
  params,
  effect: ({ for: time }, which, target) => ({
    en: `Leaves what one container of ${target} asks about ${which.en} without an answer; it ends after ${time} at the latest.`,
    ja: `${target} のコンテナ 1 つからの ${which.ja} の問い合わせに何も返しません。遅くとも ${time} 後に終わります。`,
  }),
  settings: () => ({ action: 'timeout' }),
  shows: (_values, { rcode, ms }) => rcode === null && ms >= 1000,
  waitsMs: () => 1000,
})
