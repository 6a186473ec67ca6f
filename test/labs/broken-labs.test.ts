// What a person sees who runs the command: the whole program, not its parts.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const dojo = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'cli/src/main.ts'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    timeout: 60_000,
  })

describe('a broken lab', () => {
  it('is reported by lint with file, line and column for every problem at once', () => {
    const { status, stdout } = dojo('lab', 'lint', 'test/fixtures/labs/broken')
    expect(status).toBe(4)
    expect(stdout.split('\n')).toContain(
      'error test/fixtures/labs/broken/fixture/01-misspelt/lab.yaml:21:39: spec.tasks[1].check has no key "evry". Did you mean "every"? [unknown-key]',
    )
    expect(stdout.match(/^error /gm)?.length).toBeGreaterThanOrEqual(8)
  })

  it('is never run: test and grade end with 4 and the same places', () => {
    const lab = 'test/fixtures/labs/broken/fixture/01-misspelt'
    for (const command of [['test', lab], undefined]) {
      const args = command
        ? ['lab', ...command]
        : ['grade', lab, '--submission', 'test/fixtures/submissions/survive-a-crash']
      const { status, stderr } = dojo(...args)
      expect(status).toBe(4)
      expect(stderr).toContain('01-misspelt/lab.yaml:5:3: metadata has no key "titel".')
    }
  })
})

describe('a submission', () => {
  const lab = 'self-healing/02-survive-a-crash'

  it('with a link in it is refused before anything is started', () => {
    const { status, stderr } = dojo('grade', lab, '--submission', 'test/fixtures/submissions/with-link')
    expect(status).toBe(4)
    expect(stderr).toContain('The submission holds a link, solve.sh')
  })

  it('with nothing to run is nothing run', () => {
    const { status, stderr } = dojo('grade', lab, '--submission', 'test/fixtures/submissions/empty')
    expect(status).toBe(5)
    expect(stderr).toContain('Nothing to grade')
  })
})
