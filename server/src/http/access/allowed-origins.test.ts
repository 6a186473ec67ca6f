import { describe, expect, it } from 'vitest'
import { AllowedOrigins } from './allowed-origins.ts'
import type { Caller } from './local-caller.ts'

const origins = new AllowedOrigins(['https://school.test'])

/** A request of a page of the dojo itself from the network, with what a test puts over it. */
const from = (headers: Caller['headers'], remoteAddress = '192.0.2.7'): Caller => ({
  headers: { origin: 'http://dojo.test:7420', host: 'dojo.test:7420', ...headers },
  socket: { remoteAddress },
})

const own: [string, Caller][] = [
  ['the same host and port', from({})],
  ['the same host in capitals', from({ host: 'DOJO.test:7420' })],
  ['the same host over TLS with default ports', from({ origin: 'https://dojo.test', host: 'dojo.test' })],
  ['a default port that only the host names', from({ origin: 'https://dojo.test', host: 'dojo.test:443' })],
  ['a configured origin', from({ origin: 'https://school.test' })],
]

const foreign: [string, Caller][] = [
  ['another host', from({ origin: 'http://evil.test:7420' })],
  ['another port of the same host', from({ origin: 'http://dojo.test:8080' })],
  ['a host that only begins alike', from({ origin: 'http://dojo.test:7420.evil.test' })],
  ['a sandboxed page', from({ origin: 'null' })],
  ['another scheme', from({ origin: 'file://dojo.test:7420' })],
  ['an origin with a path', from({ origin: 'http://dojo.test:7420/x' })],
  ['no host', from({ host: undefined })],
]

describe('AllowedOrigins', () => {
  it.each(own)('lets %s call and open sockets', (_, request) => {
    expect(origins.allowsCall(request)).toBe(true)
    expect(origins.allowsUpgrade(request)).toBe(true)
  })

  it.each(foreign)('lets %s neither call nor open sockets', (_, request) => {
    expect(origins.allowsCall(request)).toBe(false)
    expect(origins.allowsUpgrade(request)).toBe(false)
  })

  it('serves calls without an origin, but none of which a browser says that another site sent it', () => {
    expect(origins.allowsCall(from({ origin: undefined }))).toBe(true)
    expect(origins.allowsCall(from({ origin: undefined, 'sec-fetch-site': 'cross-site' }))).toBe(false)
  })

  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('opens sockets without an origin for %s', (address) => {
    expect(origins.allowsUpgrade(from({ origin: undefined }, address))).toBe(true)
  })

  it.each([undefined, '192.0.2.7', '127.evil'])('opens none without an origin for %s', (address) => {
    expect(
      origins.allowsUpgrade({ ...from({ origin: undefined }), socket: { remoteAddress: address } }),
    ).toBe(false)
  })

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-real-ip', 'via'])(
    'sees by the header %s that a proxy on this machine asks for somebody else',
    (header) => {
      expect(origins.allowsUpgrade(from({ origin: undefined, [header]: 'x' }, '127.0.0.1'))).toBe(false)
    },
  )
})
