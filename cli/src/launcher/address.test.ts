import { describe, expect, it } from 'vitest'
import { addressOf } from './address.ts'

describe('addressOf', () => {
  it('names loopback for a server that listens everywhere', () => {
    expect(addressOf({ host: '0.0.0.0', port: 7420 })).toBe('http://127.0.0.1:7420')
  })
  it('says https with TLS and puts an IPv6 address in brackets', () => {
    expect(addressOf({ host: '::1', port: 1, tls: true })).toBe('https://[::1]:1')
  })
})
