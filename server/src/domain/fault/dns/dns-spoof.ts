import { z } from 'zod'
import { dnsFault, dnsParams } from './dns-fault.ts'

const params = z.strictObject({
  address: z
    .ipv4()
    .default('192.0.2.1')
    .describe('The wrong IPv4 address; default: one that nobody has (RFC 5737).'),
  ...dnsParams,
})

/** A stale or wrong record: the name leads to where nothing, or somebody else, answers. */
export const dnsSpoof = dnsFault<z.infer<typeof params>>({
  name: 'dns.spoof',
  title: { en: 'DNS: wrong address', ja: 'DNS:誤ったアドレス' },
  params,
  effect: ({ address, for: time }, which, target) => ({
    en: `Answers what one container of ${target} asks about ${which.en} with ${address}; it ends after ${time} at the latest.`,
    ja: `${target} のコンテナ 1 つからの ${which.ja} の問い合わせに ${address} を返します。遅くとも ${time} 後に終わります。`,
  }),
  settings: ({ address }) => ({ action: 'spoof', address }),
  shows: ({ address }, answer) => answer.address === address,
  waitsMs: () => 3000,
})
