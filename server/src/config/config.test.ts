import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const sentencesOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    return (error as ConfigError).sentences
  }
}

describe('the configuration', () => {
  it('needs nothing: every value has a default for one machine', () => {
    const config = readConfig({})
    expect(config).toMatchObject({ instance: 'dojo', host: '127.0.0.1', port: 7420, isPoolOn: true })
    expect(config.databaseUrl).toBeUndefined()
    expect(config.maxSandboxes).toBeGreaterThanOrEqual(2)
    expect(Object.isFrozen(config)).toBe(true)
  })

  it('reads what is set, and takes an empty variable for one that is not set', () => {
    const config = readConfig({
      DOJO_DATA: '/data',
      DOJO_PORT: '0',
      DOJO_POOL: 'off',
      DOJO_ORIGINS: 'https://a.example, http://b.example:8080',
      DATABASE_URL: 'postgresql://dojo@localhost/postgres?host=/run/postgresql',
      DOJO_TLS_CERT: '',
      DOJO_HOST: '',
    })
    expect(config).toMatchObject({
      dataDir: '/data',
      port: 0,
      isPoolOn: false,
      host: '127.0.0.1',
      tls: undefined,
    })
    expect(config.extraOrigins).toEqual(['https://a.example', 'http://b.example:8080'])
  })

  it('gives one sentence for every bad value, all at once, with the value and what it must be', () => {
    const sentences = sentencesOf({
      DOJO_DATA: 'relative/path',
      DOJO_INSTANCE: 'Dojo!',
      DOJO_PORT: 'seven',
      DOJO_ORIGINS: 'https://a.example/path',
      DOJO_MAX_SANDBOXES: '0',
      DOJO_POOL: 'maybe',
      DOJO_LOG_LEVEL: 'loud',
      DOJO_GATEWAY_ADDRESS: 'gateway',
    })
    expect(sentences.map((sentence) => sentence.split(' ')[0])).toEqual([
      'DOJO_DATA',
      'DOJO_INSTANCE',
      'DOJO_PORT',
      'DOJO_ORIGINS',
      'DOJO_MAX_SANDBOXES',
      'DOJO_POOL',
      'DOJO_LOG_LEVEL',
      'DOJO_GATEWAY_ADDRESS',
    ])
    expect(sentences[2]).toBe(
      'DOJO_PORT is "seven", but must be a port number, 0 to 65535 (0: any free one).',
    )
  })

  it('believes no proxy unless it is told where that one asks from', () => {
    expect(readConfig({}).trustedProxies).toEqual([])
    expect(readConfig({ DOJO_TRUST_PROXY: 'loopback, 172.18.0.0/16,fd00::1' }).trustedProxies).toEqual([
      'loopback',
      '172.18.0.0/16',
      'fd00::1',
    ])
  })

  it.each([
    'on',
    'true',
    '1',
    'uniquelocal',
    '0.0.0.0/0',
    '10.0.0.0/33',
    '::/0',
    '10.0.0.1/8/8',
    'proxy.example',
    'fe80::1%eth0',
  ])('refuses %s as the place of a proxy, and says what it must be', (value) => {
    expect(sentencesOf({ DOJO_TRUST_PROXY: value })).toEqual([
      `DOJO_TRUST_PROXY is "${value}", but each must be loopback, an address or a subnet like 172.18.0.0/16: where the proxy asks from.`,
    ])
  })

  it('does not repeat a database password in its sentence', () => {
    const [sentence] = sentencesOf({ DATABASE_URL: 'mysql://dojo:hunter2@localhost/dojo' })
    expect(sentence).toMatch(/^DATABASE_URL /)
    expect(sentence).not.toContain('hunter2')
  })

  it('wants certificate and key together', () => {
    expect(sentencesOf({ DOJO_TLS_CERT: '/cert.pem' })).toEqual([expect.stringContaining('belong together')])
  })
})
