import { z } from 'zod'
import { dnsFault, dnsParams } from './dns-fault.ts'

const params = z.strictObject(dnsParams)
/** RFC 1035, 4.1.1: the name does not exist. */
const nxdomain = 3

/** A name that is gone, as after a wrong change of a zone. */
export const dnsNxdomain = dnsFault<z.infer<typeof params>>({
  name: 'dns.nxdomain',
  title: { en: 'DNS: no such name', ja: 'DNS:名前が存在しない' },
  params,
  effect: ({ for: time }, which, target) => ({
    en: `Answers what one container of ${target} asks about ${which.en} with NXDOMAIN; it ends after ${time} at the latest.`,
    ja: `${target} のコンテナ 1 つからの ${which.ja} の問い合わせに NXDOMAIN を返します。遅くとも ${time} 後に終わります。`,
  }),
  settings: () => ({ action: 'nxdomain' }),
  shows: (_values, { rcode }) => rcode === nxdomain,
  waitsMs: () => 3000,
})
