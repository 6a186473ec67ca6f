import { describe, expect, it } from 'vitest'
import { isLoopbackHost, lanAddress } from './room-address.ts'

const ipv4 = (address: string, internal = false) => ({ family: 'IPv4', address, internal })

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

describe('isLoopbackHost', () => {
  it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1', '[::1]'])(
    'knows %s as this machine only',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true)
    },
  )
  it.each(['0.0.0.0', '192.168.1.20', '::'])('knows %s as open to others', (host) => {
    expect(isLoopbackHost(host)).toBe(false)
  })
})
