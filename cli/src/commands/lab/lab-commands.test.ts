import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadLab, templateTexts } from '@noops-dojo/lab-source'
import { repositoryRoot } from '../../launcher/settings.ts'
import { lint } from './lint.ts'
import { createLab } from './new.ts'
import { InvalidInputError } from '../../grading/exit-codes.ts'
import { codeOf, testLabs, type TestFlags } from './test.ts'

const broken = join(repositoryRoot, 'test/fixtures/labs/broken')
let lines: string[] = []
let root = ''

/** A lab that lint has nothing but warnings for. */
const withoutFaultParameters = (): string => {
  const lab = join(root, 'fixture/02-warned')
  cpSync(join(broken, 'fixture/02-fault-parameters'), lab, { recursive: true })
  const file = join(lab, 'lab.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('{ harder: true }', '{}'))
  return lab
}

beforeEach(() => {
  lines = []
  root = mkdtempSync(join(tmpdir(), 'labs-'))
  vi.spyOn(console, 'log').mockImplementation((text: string) => void lines.push(text))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(root, { recursive: true })
})

describe('dojo lab new', () => {
  it('writes a lab that is only warned of its placeholders, numbered behind the others', () => {
    expect(createLab('self-healing/disk-full', root)).toBe(0)
    expect(createLab('self-healing/slow-disk', root)).toBe(0)
    const load = loadLab(join(root, 'self-healing/02-slow-disk'))
    expect(load.problems.map(({ rule, file, line }) => `${rule} ${file}:${line}`)).toEqual([
      'template-text content/en/01-guide.md:3',
      'template-text content/ja/01-guide.md:3',
      'template-text lab.yaml:8',
      'template-text lab.yaml:9',
    ])
    for (const text of templateTexts)
      expect(load.problems.map(({ message }) => message).join('\n')).toContain(text)
    expect(load.lab?.file.metadata).toMatchObject({ id: 'slow-disk', order: 2, title: { en: 'Slow disk' } })
    for (const locale of ['en', 'ja'])
      expect(
        readFileSync(join(root, `self-healing/02-slow-disk/content/${locale}/01-guide.md`), 'utf8'),
      ).toMatch(/^# Slow disk$/m)
  })

  it('refuses a name that is taken or is none', () => {
    createLab('self-healing/disk-full', root)
    expect(() => createLab('self-healing/disk-full', root)).toThrow('already')
    for (const name of ['disk-full', 'A/b', 'a/b/c', '../x'])
      expect(() => createLab(name, root), name).toThrow('<track>/<slug>')
  })

  it('refuses a root that is a file, or lies below one', () => {
    writeFileSync(join(root, 'file'), '')
    expect(() => createLab('t/a', join(root, 'file'))).toThrow(
      'file is a file, but labs are written below it',
    )
    expect(() => createLab('t/a', join(root, 'file/x'))).toThrow('No lab can be written below')
  })

  it('refuses a root where no folder can be made, and does not hang', () => {
    expect(() => createLab('t/a', '/proc/x')).toThrow(
      'No lab can be written below /proc/x: The folder /proc/x cannot be made: no folder can be made in /proc. Name another',
    )
  })

  it('has the same check library as the labs', () => {
    const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8')
    expect(read('cli/src/commands/lab/template/checks/result.sh')).toBe(
      read('labs/self-healing/01-first-steps/checks/result.sh'),
    )
  })

  it('writes what a check saw as JSON, whatever is in it', () => {
    const library = join(repositoryRoot, 'cli/src/commands/lab/template/checks/result.sh')
    const said = (...words: string[]): unknown => {
      const result = join(root, 'result.json')
      const env = { PATH: process.env['PATH'], LANG: 'C.UTF-8', DOJO_RESULT: result }
      const { status } = spawnSync('bash', ['-c', `. ${library}; unmet "$@"`, 'check', ...words], { env })
      expect(status).toBe(1)
      return JSON.parse(readFileSync(result, 'utf8'))
    }
    expect(said('no-replica')).toEqual({ key: 'no-replica' })
    expect(said('k', 'a "b" \\ c\n\td', '二つ')).toEqual({
      key: 'k',
      observed: 'a "b" \\ c  d',
      expected: '二つ',
    })
    expect(said('k', 'x'.repeat(300))).toEqual({ key: 'k', observed: 'x'.repeat(200) })
  })
})

describe('dojo lab lint', () => {
  it('prints every problem with file, line and column, and ends with 4', () => {
    expect(lint([broken], { format: 'text' })).toBe(4)
    expect(lines.join('\n')).toContain(
      '01-misspelt/lab.yaml:5:3: metadata has no key "titel". Did you mean "title"? [unknown-key]',
    )
    expect(lines.join('\n')).toContain('03-no-lab/lab.yaml: There is no lab.yaml')
  })

  it('speaks JSON', () => {
    lint([broken], { format: 'json' })
    const { labs } = JSON.parse(lines.join('\n'))
    expect(labs[0].problems[0]).toMatchObject({ file: 'lab.yaml', line: 5, column: 3, severity: 'error' })
  })

  it('lets warnings pass unless it is strict', () => {
    const lab = withoutFaultParameters()
    expect(lint([lab], { format: 'text' })).toBe(0)
    expect(lint([lab], { format: 'text', strict: true })).toBe(4)
  })

  it('finds the labs of the repository without a problem', () => {
    expect(lint([], { format: 'text', strict: true })).toBe(0)
    expect(lines.length).toBeGreaterThanOrEqual(3)
  })

  it('tells of a parameter that a fault does not have, with its line', () => {
    expect(lint([join(broken, 'fixture/02-fault-parameters')], { format: 'text' })).toBe(4)
    expect(lines.join('\n')).toMatch(
      /lab\.yaml:11:\d+: container\.crash has no parameter "harder"\. It has none\. \[fault-parameters\]/,
    )
  })

  it('takes the path of a lab.yaml for its lab, and says so of another file', () => {
    const lab = withoutFaultParameters()
    expect(lint([join(lab, 'lab.yaml')], { format: 'text' })).toBe(0)
    expect(() => lint([join(lab, 'checks/only.sh')], { format: 'text' })).toThrow(
      'only.sh is a file: name the folder of the lab, or its lab.yaml',
    )
  })

  it('reports an id that two of the labs have, at both', () => {
    for (const name of ['t/a', 't/b']) createLab(name, root)
    const file = join(root, 't/02-b/lab.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('id: b', 'id: a'))
    lines = []
    expect(lint([root], { format: 'text' })).toBe(4)
    const [first, second] = lines.filter((line) => line.includes('[lab-id-twice]'))
    expect(first).toMatch(/01-a\/lab\.yaml:5:7: The id "a" is also that of \S+02-b\. .* \[lab-id-twice\]/)
    expect(second).toMatch(/02-b\/lab\.yaml:5:7: The id "a" is also that of \S+01-a\./)
  })

  it('warns of an order that two labs of a track have, and names both, whichever is asked for', () => {
    for (const name of ['t/a', 't/b', 'u/c']) createLab(name, root)
    const file = join(root, 't/02-b/lab.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('order: 2', 'order: 1'))
    for (const asked of [root, join(root, 't/02-b')]) {
      lines = []
      expect(lint([asked], { format: 'text' })).toBe(0)
      const told = lines.filter((line) => line.includes('[lab-order-twice]'))
      expect(told).toHaveLength(asked === root ? 2 : 1)
      expect(told.at(-1)).toMatch(
        /warning \S+02-b\/lab\.yaml:11:10: "b" and "a" \(\S+01-a\) both have order 1 in the track t/,
      )
    }
  })

  it('refuses a folder that is not there and a format that it does not know', () => {
    expect(() => lint([join(root, 'gone')], { format: 'text' })).toThrow('There is no folder')
    expect(() => lint([broken], { format: 'xml' })).toThrow('there are text and json')
  })
})

describe('dojo lab test, before anything is started', () => {
  const flags = { seeds: '1', seed: 's', format: 'text', server: 'http://127.0.0.1:1', token: 't' }
  const refusal = (labs: string[], change: Partial<TestFlags>) =>
    testLabs(labs, { ...flags, ...change }, new AbortController().signal).catch((error: Error) => error)
  const lab = 'self-healing/02-survive-a-crash'

  it('names the cases that there are when it is to run another', async () => {
    expect(await refusal([lab], { only: 'wrong/nix.sh' })).toHaveProperty(
      'message',
      expect.stringMatching(/^--only is "wrong\/nix.sh", but .* there are solution, wrong\/\S+\.sh,/),
    )
  })

  it('refuses --cold and --warm together', async () => {
    const error = await refusal([lab], { cold: true, warm: true })
    expect(error).toBeInstanceOf(InvalidInputError)
    expect(error).toHaveProperty('message', expect.stringContaining('exclude each other'))
  })

  it('refuses two labs with one id: one dojo has to know both', async () => {
    createLab('t/a', root)
    createLab('u/a', root)
    const error = await refusal([join(root, 't/01-a'), join(root, 'u/01-a')], {})
    expect(error).toHaveProperty('message', expect.stringContaining('[lab-id-twice]'))
  })
})

describe('the exit code of dojo lab test', () => {
  it.each([
    [0, ['passed', 'passed']],
    [1, ['passed', 'failed', 'error']],
    [3, ['passed', 'inconclusive']],
    [3, ['error']],
    [5, []],
  ] as const)('is %i for %j', (code, outcomes) => {
    expect(codeOf(outcomes.map((outcome) => ({ outcome })))).toBe(code)
  })
})
