// A grader in CI is cancelled at any moment: it must leave nothing behind and say so by its exit code.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

it('takes down its dojo and ends with 2 when a grade is interrupted', async () => {
  const child = spawn(
    process.execPath,
    [
      join(root, 'cli/src/main.ts'),
      'grade',
      'self-healing/02-survive-a-crash',
      '--submission',
      'test/fixtures/submissions/survive-a-crash',
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  let isSent = false
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      // In the middle of a run: a sandbox is up, a submission plays.
      if (isSent || !/ready after/.test(output)) return
      isSent = true
      child.kill('SIGINT')
    })
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect(output).toContain('SIGINT: taking down what was put up')
  expect(code, output).toBe(2)

  const folder = /(\/\S*dojo-grade-\w+) removed/.exec(output)?.[1]
  expect(folder, output).toBeDefined()
  expect(existsSync(folder as string)).toBe(false)
  expect(output).toMatch(/✓ sandboxes .* engine objects? removed/)
})
