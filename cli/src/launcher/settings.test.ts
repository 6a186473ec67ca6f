import { describe, expect, it } from 'vitest'
import { readSettings, SettingError } from './settings.ts'

const root = { home: '/root', uid: 0 }
const user = { home: '/home/ada', uid: 1000 }

describe('readSettings', () => {
  it('listens on loopback and keeps data where the system keeps it', () => {
    expect(readSettings({}, {}, root)).toMatchObject({
      ...{ instance: 'dojo', host: '127.0.0.1', port: 7420, tls: undefined },
      dataDir: '/var/lib/noops-dojo',
    })
    expect(readSettings({}, {}, user).dataDir).toBe('/home/ada/.local/share/noops-dojo')
  })

  it('gives each instance a data folder of its own', () => {
    expect(readSettings({ instance: 'class-b' }, {}, root).dataDir).toBe('/var/lib/noops-dojo-class-b')
  })

  it('lets a flag win over the environment, and the environment over the default', () => {
    const env = { DOJO_PORT: '8000', DOJO_HOST: '0.0.0.0' }
    expect(readSettings({ port: '9000' }, env, user)).toMatchObject({ port: 9000, host: '0.0.0.0' })
  })

  it('takes an empty variable for one that is not set', () => {
    expect(readSettings({}, { DOJO_PORT: '', DOJO_DATA: '' }, root)).toMatchObject({ port: 7420 })
  })

  const bad: [string, Parameters<typeof readSettings>[0], RegExp][] = [
    ['a port that is no number', { port: 'http' }, /port is "http".*--port or DOJO_PORT/],
    ['a port that is too high', { port: '65536' }, /0 \(any free one\) to 65535/],
    ['a negative port', { port: '-1' }, /port is "-1"/],
    ['an instance with a capital', { instance: 'Dojo' }, /instance is "Dojo"/],
    ['a relative data folder', { data: 'data' }, /absolute path/],
    ['a data folder whose sockets could not be opened', { data: `/${'d'.repeat(80)}` }, /shorter one/],
    ['a certificate without its key', { tlsCert: 'cert.pem' }, /both --tls-cert and --tls-key/],
  ]
  it.each(bad)('refuses %s, and says what to do', (_what, flags, sentence) => {
    expect(() => readSettings(flags, {}, root)).toThrow(SettingError)
    expect(() => readSettings(flags, {}, root)).toThrow(sentence)
  })
})
