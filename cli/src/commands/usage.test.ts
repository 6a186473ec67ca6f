import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { grade, type GradeFlags } from './grade/grade.ts'
import { register as registerGrade } from './grade/register.ts'
import { register as registerLab } from './lab/register.ts'
import { register as registerVerify } from './verify/register.ts'
import { pointToHelp } from './point-to-help.ts'
import { InvalidInputError } from '../grading/exit-codes.ts'
import { exitCodeOf } from '../testing/exit-code-of.ts'

/** Runs a command line in silence, and gives its exit code. */
const usage = (...argv: string[]): Promise<number> => {
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockReturnValue(true)
  return exitCodeOf([registerGrade, registerLab, registerVerify], argv)
}

afterEach(() => vi.restoreAllMocks())

describe('a command line that cannot be used', () => {
  it.each([
    ['grade', 'some-lab'],
    ['grade', 'some-lab', '--submission', 'x', '--bogus'],
    ['grade', 'some-lab', 'another', '--submission', 'x'],
    ['lab', 'test'],
    ['lab', 'new'],
    ['lab', 'lint', '--bogus'],
    ['verify'],
  ])('ends with 4, never with the code of a failing grade: %s %s %s %s %s', async (...argv) => {
    expect(await usage(...argv.filter((word) => word !== undefined))).toBe(4)
  })

  it.each([
    ['dojo grade', ['grade', 'some-lab']],
    ['dojo lab', ['lab', 'nix']],
    ['dojo lab lint', ['lab', 'lint', '--bogus']],
  ] as const)('is answered with the help of its own command: %s', async (command, argv) => {
    const said: string[] = []
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
    await exitCodeOf([registerGrade, registerLab, pointToHelp], argv)
    expect(said.join('')).toContain(`Run "${command} --help" to see what there is.`)
  })

  it('ends with 0 when help was asked for', async () => {
    for (const argv of [['grade'], ['lab'], ['lab', 'test'], ['verify']])
      expect(await usage(...argv, '--help'), argv.join(' ')).toBe(0)
  })
})

describe('dojo grade, before anything is started', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dojo-usage-'))
    writeFileSync(join(folder, 'solve.sh'), '#!/bin/sh\n', { mode: 0o755 })
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const refusal = (flags: Partial<GradeFlags>) =>
    grade(
      'self-healing/01-first-steps',
      {
        submission: folder,
        script: 'solve.sh',
        repeat: '1',
        server: 'http://127.0.0.1:1',
        token: 't',
        ...flags,
      },
      new AbortController().signal,
    ).catch((error: Error) => error)

  it('refuses a script that the submission does not have, even beside answers', async () => {
    writeFileSync(join(folder, 'answers.json'), '{"quiz":["Yes"]}')
    for (const script of ['sovle.sh', '../solve.sh']) {
      const error = await refusal({ script })
      expect(error).toBeInstanceOf(InvalidInputError)
      expect(error).toHaveProperty('message', expect.stringContaining(`no "${script}"`))
    }
  })

  it('refuses answers to what is no quiz of the lab', async () => {
    writeFileSync(join(folder, 'answers.json'), '{"quiz":["Yes"]}')
    expect(await refusal({})).toHaveProperty('message', expect.stringContaining('answers "quiz", which'))
  })

  it.each(['junit,json', 'bundle', 'json,bundle'])('refuses --format %s without a folder', async (format) => {
    const error = await refusal({ format })
    expect(error).toBeInstanceOf(InvalidInputError)
    expect(error).toHaveProperty('message', expect.stringContaining('add -o FOLDER'))
  })

  it.each(['0s', '10', 'soon', '25h', '999ms'])('refuses --timeout %s', async (timeout) => {
    const error = await refusal({ timeout })
    expect(error).toBeInstanceOf(InvalidInputError)
    expect(error).toHaveProperty('message', expect.stringContaining(`--timeout is "${timeout}"`))
  })

  it('refuses a folder for the reports where none can be made, and does not hang', async () => {
    expect(await refusal({ output: '/proc/x' })).toHaveProperty(
      'message',
      '-o /proc/x cannot be made or written to: The folder /proc/x cannot be made: no folder can be made in /proc.',
    )
  })

  it('refuses a folder for the reports that cannot be made', async () => {
    const error = await refusal({ output: join(folder, 'solve.sh', 'reports') })
    expect(error).toBeInstanceOf(InvalidInputError)
    expect(error).toHaveProperty('message', expect.stringContaining('cannot be made or written to'))
  })
})
