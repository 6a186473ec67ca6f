import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, it } from 'vitest'
import { addressOf, isLoopback, lanAddress } from './address.ts'

const ipv4 = (address: string, internal = false) =>
  ({ family: 'IPv4', address, internal }) as NetworkInterfaceInfo

describe('addressOf', () => {
  it('names loopback for a server that listens everywhere', () => {
    expect(addressOf({ host: '0.0.0.0', port: 7420 })).toBe('http://127.0.0.1:7420')
  })
  it('says https with TLS and puts an IPv6 address in brackets', () => {
    expect(addressOf({ host: '::1', port: 1, tls: true })).toBe('https://[::1]:1')
  })
})

describe('lanAddress', () => {
  it('passes over loopback and the bridges of containers', () => {
    const interfaces = {
      lo: [ipv4('127.0.0.1', true)],
      docker0: [ipv4('172.17.0.1')],
      'br-9f': [ipv4('172.18.0.1')],
      enp3s0: [ipv4('192.168.1.20')],
    }
    expect(lanAddress(interfaces)).toBe('192.168.1.20')
  })
  it('gives none on a machine without a network', () => {
    expect(lanAddress({ lo: [ipv4('127.0.0.1', true)] })).toBeUndefined()
  })
})

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('knows %s as this machine only', (host) => {
    expect(isLoopback(host)).toBe(true)
  })
  it.each(['0.0.0.0', '192.168.1.20', '::'])('knows %s as open to others', (host) => {
    expect(isLoopback(host)).toBe(false)
  })
})
