import { describe, expect, it } from 'vitest'
import { label } from '../../ownership/labels.ts'
import { portFilter } from './port-filter.ts'

const row = (ports: string, Ports: unknown[] = []) => ({
  Id: 'x',
  Image: 'x',
  Labels: { [label.ports]: ports },
  Ports,
})
const fits = (filters: Record<string, string[]>, container: ReturnType<typeof row>) =>
  portFilter(new Map(Object.entries(filters)))!(container)

describe('docker ps by ports', () => {
  it.each([
    [{ publish: ['8080'] }, '8080:80/tcp', true],
    [{ publish: ['80'] }, '8080:80/tcp', false],
    [{ publish: ['8080/udp'] }, '8080:80/tcp', false],
    [{ publish: ['8000-8100/tcp'] }, '8080:80/tcp', true],
    [{ publish: ['1'] }, '80/tcp', false],
    [{ expose: ['80'] }, '8080:80/tcp', true],
    [{ expose: ['53/udp'] }, '53/udp', true],
    [{ expose: ['8080'] }, '8080:80/tcp', false],
    [{ publish: ['1'], expose: ['80'] }, '8080:80/tcp', true],
  ])('%j of a container with %s: %s', (filters, ports, expected) => {
    expect(fits(filters as Record<string, string[]>, row(ports))).toBe(expected)
  })

  it('knows the ports that an image exposes', () => {
    expect(fits({ expose: ['443'] }, row('', [{ PrivatePort: 443, Type: 'tcp' }]))).toBe(true)
  })

  it('does not judge when nobody asked', () => {
    expect(portFilter(new Map())).toBeNull()
  })

  it('refuses what is no port', () => {
    expect(() => portFilter(new Map([['publish', ['80x']]]))).toThrow('is no port')
  })
})
