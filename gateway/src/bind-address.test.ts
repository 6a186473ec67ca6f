import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, it } from 'vitest'
import { defaultRouteInterface, detectBindAddress } from './bind-address.ts'

const header = 'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n'
const viaEth1 = `${header}eth0\t0000400A\t00000000\t0001\t0\t0\t0\tC0FFFFFF\t0\t0\t0\neth1\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0\n`

const ipv4 = (address: string, internal = false): NetworkInterfaceInfo[] => [
  { address, internal, family: 'IPv4', netmask: '255.255.255.0', mac: '', cidr: null },
]
const interfaces = { lo: ipv4('127.0.0.1', true), eth0: ipv4('10.64.0.5'), eth1: ipv4('172.17.0.2') }

describe('the address of the control network', () => {
  it('is that of the default route, also when sandbox networks are joined already', () => {
    expect(defaultRouteInterface(viaEth1)).toBe('eth1')
    expect(detectBindAddress(interfaces, viaEth1)).toBe('172.17.0.2')
  })

  it('is that of the only interface when there is no default route', () => {
    expect(detectBindAddress({ lo: interfaces.lo, eth0: interfaces.eth0 }, header)).toBe('10.64.0.5')
  })

  it('is never guessed among several', () => {
    expect(() => detectBindAddress(interfaces, header)).toThrow(/DOJO_GATEWAY_BIND/)
  })
})
