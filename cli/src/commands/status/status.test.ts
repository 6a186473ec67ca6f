import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { statusText, type Status } from './status.ts'

const status: Status = {
  ...{ instance: 'dojo', dataDir: '/data', isReady: true, address: 'http://127.0.0.1:7420' },
  ...{ joinCode: null, joinUrl: null, instructorKey: null, evidenceKey: null },
  parts: { database: { ok: true, detail: 'well' }, labs: { ok: true, detail: '8 labs, 1 broken' } },
  failedStart: null,
  brokenLabs: [{ id: 'misspelt', sentence: 'The lab "misspelt" has problems.' }],
}
const lines = (change: Partial<Status> = {}): string[] =>
  stripVTControlCharacters(statusText({ ...status, ...change })).split('\n')

describe('the status', () => {
  it('names broken labs, and marks them as a warning in a dojo that is ready', () => {
    expect(lines()).toContain('dojo is ready')
    expect(lines()).toContain('  ✓ database     well')
    expect(lines()).toContain('  ! labs         8 labs, 1 broken')
    expect(lines().at(-1)).toBe('! The lab "misspelt" has problems.')
  })

  it('says that nobody started it yet, or that the start failed and where its log is', () => {
    const failedStart = {
      ...{ failedAt: '2026-11-27T10:00:00.000Z', reason: 'The server ended at once.' },
      log: '/data/logs/server.log',
    }
    expect(lines({ address: null })).toEqual(['dojo was not started yet: run "dojo up".'])
    const told = [
      '! The last start failed (2026-11-27T10:00:00.000Z): The server ended at once.',
      '  log            /data/logs/server.log',
    ]
    expect(lines({ address: null, failedStart })).toEqual(['dojo is not running', ...told])
    expect(lines({ failedStart }).slice(-2)).toEqual(told)
  })

  it('has a green mark for labs of which none is broken', () => {
    expect(lines({ brokenLabs: [] })).toContain('  ✓ labs         8 labs, 1 broken')
  })
})
