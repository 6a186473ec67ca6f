import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, it } from 'vitest'
import { NetworkRoomAddress } from './network-room-address.ts'

const ipv4 = (address: string, internal = false) =>
  ({ address, family: 'IPv4', internal }) as NetworkInterfaceInfo
const interfaces = {
  lo: [ipv4('127.0.0.1', true)],
  docker0: [ipv4('172.17.0.1')],
  eth0: [ipv4('192.168.1.20')],
}
const originOf = (over: object, present: typeof interfaces | object = interfaces) => {
  const usual = { host: '127.0.0.1', port: 7420, tls: undefined, extraOrigins: [], gatewayAddress: undefined }
  return new NetworkRoomAddress({ ...usual, ...over }, () => ({ ...present })).origin()
}

describe('where the room finds the dojo', () => {
  it('is nowhere while it listens on this machine only', () => {
    expect([originOf({}), originOf({ host: 'localhost' }), originOf({ host: '::1' })]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('is the address of this machine in its network when it listens on every address', () => {
    expect(originOf({ host: '0.0.0.0' })).toBe('http://192.168.1.20:7420')
    const tls = { certFile: 'c', keyFile: 'k' }
    expect(originOf({ host: '::', tls, port: 443 })).toBe('https://192.168.1.20:443')
    expect(originOf({ host: '0.0.0.0' }, {})).toBe(null)
  })

  it('is the address it was told to listen on', () => {
    expect(originOf({ host: '10.0.0.5' })).toBe('http://10.0.0.5:7420')
  })

  it('is the name under which it was published', () => {
    const extraOrigins = ['http://localhost:5173', 'https://dojo.example']
    expect(originOf({ extraOrigins })).toBe('https://dojo.example')
  })

  it('is not the address of a container', () => {
    expect(originOf({ host: '0.0.0.0', gatewayAddress: 'http://gateway:7430' })).toBe(null)
  })
})
