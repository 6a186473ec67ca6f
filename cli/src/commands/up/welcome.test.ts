import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { printWelcome } from './welcome.ts'

const settings = {
  root: '/',
  instance: 'dojo',
  dataDir: '/data',
  host: '127.0.0.1',
  port: 7420,
  tls: undefined,
}
let printed: string
beforeEach(() => {
  printed = ''
  vi.spyOn(console, 'log').mockImplementation((text: string) => void (printed += text))
})
afterEach(() => vi.restoreAllMocks())

describe('the welcome', () => {
  it('gives the address to open, the join code and the instructor key', async () => {
    await printWelcome(settings, 'key-key', 'ABC234', {})
    expect(printed).toContain('http://127.0.0.1:7420/join/ABC234')
    expect(printed).toContain('key-key')
  })

  it('shows neither QR code nor warning on loopback', async () => {
    await printWelcome(settings, 'key-key', 'ABC234', {})
    expect(printed).not.toMatch(/[▀▄█]|Plain HTTP/)
  })

  it('shows a QR code and warns loudly of plain HTTP when it is open to the room', async () => {
    await printWelcome({ ...settings, host: '0.0.0.0' }, 'key-key', 'ABC234', {})
    expect(printed).toMatch(/[▀▄█]{5}/)
    expect(printed).toContain('Plain HTTP in a shared network')
    expect(printed).toContain('--tls-cert')
  })

  it('does not warn with TLS, and gives an https address', async () => {
    await printWelcome(
      { ...settings, host: '0.0.0.0', tls: { cert: 'c', key: 'k' } },
      'key-key',
      'ABC234',
      {},
    )
    expect(printed).toContain('https://')
    expect(printed).not.toContain('Plain HTTP')
  })

  it('speaks Japanese in a Japanese terminal', async () => {
    await printWelcome({ ...settings, host: '0.0.0.0' }, 'key-key', 'ABC234', { LANG: 'ja_JP.UTF-8' })
    expect(printed).toContain('参加コード')
    expect(printed).toContain('暗号化なしの HTTP')
  })
})
