import { durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import { durationBetween } from '../network/namespace/parameters.ts'
import { dnsFault, dnsParams } from './dns-fault.ts'

const params = z.strictObject({
  delay: durationBetween('1ms', '1m').default('2s').describe('How late the answers come.'),
  ...dnsParams,
})

/** A slow resolver: each new connection pays for it, those that stand do not. */
export const dnsDelay = dnsFault<z.infer<typeof params>>({
  name: 'dns.delay',
  title: { en: 'DNS delay', ja: 'DNS の遅延' },
  params,
  effect: ({ delay, for: time }, which, target) => ({
    en: `Delays the answers to what one container of ${target} asks about ${which.en} by ${delay}; it ends after ${time} at the latest.`,
    ja: `${target} のコンテナ 1 つからの ${which.ja} の問い合わせへの応答を ${delay} 遅らせます。遅くとも ${time} 後に終わります。`,
  }),
  settings: ({ delay }) => ({ action: 'delay', delayMs: durationMs(delay) }),
  shows: ({ delay }, { rcode, ms }) => rcode !== null && ms >= durationMs(delay),
  waitsMs: ({ delay }) => durationMs(delay) + 5000,
})
