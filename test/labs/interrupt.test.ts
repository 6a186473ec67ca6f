// A grader in CI is cancelled at any moment: it must leave nothing behind and say so by its exit code.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
let submission: string

beforeAll(() => {
  submission = mkdtempSync(join(tmpdir(), 'endless-'))
  writeFileSync(join(submission, 'solve.sh'), '#!/bin/bash\nsleep 1500\n', { mode: 0o755 })
})
afterAll(() => rmSync(submission, { recursive: true }))

it('takes down its dojo and ends with 2 when a grade is interrupted while the submission runs', async () => {
  const child = spawn(
    process.execPath,
    [join(root, 'cli/src/main.ts'), 'grade', 'self-healing/02-survive-a-crash', '--submission', submission],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  let isSent = false
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (isSent || !/ready after/.test(output)) return
      isSent = true
      // In the middle of a run: the upload is over by then, the script is not.
      setTimeout(() => child.kill('SIGINT'), 3000)
    })
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect(output).toContain('SIGINT: taking down what was put up')
  expect(code, output).toBe(2)

  const folder = /(\/\S*dojo-grade-\w+) removed/.exec(output)?.[1]
  expect(folder, output).toBeDefined()
  expect(existsSync(folder as string)).toBe(false)
  expect(output).toMatch(/✓ sandboxes .* engine objects? removed/)
})
