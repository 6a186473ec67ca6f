import { describe, expect, it } from 'vitest'
import { isOriginAllowed, sourceOf, type UpgradeSource } from './origin.ts'

const from = (over: Partial<UpgradeSource>): UpgradeSource => ({
  origin: 'http://dojo.test:7420',
  host: 'dojo.test:7420',
  remoteAddress: '192.0.2.7',
  isForwarded: false,
  ...over,
})

describe('isOriginAllowed', () => {
  it.each([
    ['the same host and port', from({})],
    ['the same host over TLS with default ports', from({ origin: 'https://dojo.test', host: 'dojo.test' })],
    ['a configured origin', from({ origin: 'https://school.test' })],
    ['a client on this machine that is no browser', from({ origin: undefined, remoteAddress: '127.0.0.1' })],
    ['the same over IPv6', from({ origin: undefined, remoteAddress: '::ffff:127.0.0.1' })],
  ])('lets in %s', (_, source) => {
    expect(isOriginAllowed(source, ['https://school.test'])).toBe(true)
  })

  it.each([
    ['another host', from({ origin: 'http://evil.test:7420' })],
    ['another port of the same host', from({ origin: 'http://dojo.test:8080' })],
    ['a host that only begins alike', from({ origin: 'http://dojo.test:7420.evil.test' })],
    ['a sandboxed page', from({ origin: 'null' })],
    ['another scheme', from({ origin: 'file://dojo.test:7420' })],
    ['no origin from the network', from({ origin: undefined })],
    ['no origin through a proxy', from({ origin: undefined, remoteAddress: '127.0.0.1', isForwarded: true })],
    ['an origin with a path', from({ origin: 'http://dojo.test:7420/x' })],
    ['no host', from({ host: undefined })],
  ])('keeps out %s', (_, source) => {
    expect(isOriginAllowed(source, ['https://school.test'])).toBe(false)
  })

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-real-ip', 'via'])(
    'sees by the header %s that a proxy on this machine asks for somebody else',
    (header) => {
      const socket = { remoteAddress: '127.0.0.1' }
      const request = (headers: Record<string, string>) => sourceOf({ socket, headers } as never)
      expect(isOriginAllowed(request({ host: 'dojo.test' }), [])).toBe(true)
      expect(isOriginAllowed(request({ host: 'dojo.test', [header]: 'x' }), [])).toBe(false)
    },
  )
})
