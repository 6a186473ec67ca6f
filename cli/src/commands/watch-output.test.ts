import { spawnSync, type StdioOptions } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repositoryRoot } from '../launcher/settings.ts'

const main = join(repositoryRoot, 'cli/src/main.ts')

/** Runs a command line with its output into a full disk. */
const intoFullDisk = (...argv: string[]) => {
  const full = openSync('/dev/full', 'w')
  const stdio: StdioOptions = ['ignore', full, 'pipe']
  const { status, stderr } = spawnSync(process.execPath, [main, ...argv], { stdio, encoding: 'utf8' })
  closeSync(full)
  return { status, stderr }
}

describe('what a command prints', () => {
  it.each([[['lab', 'lint', '--format', 'json']], [['fault', 'list']]])(
    'ends with 3 and one sentence when it cannot be written: %j',
    (argv) => {
      expect(intoFullDisk(...argv)).toEqual({
        status: 3,
        stderr: '✗ Standard output cannot be written: the disk is full.\n',
      })
    },
  )

  it('is cut off in silence, and the code stays, when its reader leaves', () => {
    const command = `"$0" "$1" lab lint --format json | head -c 1 >/dev/null; echo "\${PIPESTATUS[0]}"`
    const options = { encoding: 'utf8' } as const
    const { stdout, stderr } = spawnSync('bash', ['-c', command, process.execPath, main], options)
    expect([stdout, stderr]).toEqual(['0\n', ''])
  })
})
