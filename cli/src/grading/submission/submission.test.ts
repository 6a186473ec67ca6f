import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extract } from 'tar-stream'
import { afterAll, describe, expect, it } from 'vitest'
import { findLab } from '../find-lab.ts'
import { checkPath, packFiles, readSubmission } from './pack-submission.ts'
import { checkAnswers, readAnswers } from './read-answers.ts'

const temporary = mkdtempSync(join(tmpdir(), 'submission-'))
afterAll(() => rmSync(temporary, { recursive: true }))

const folder = (name: string, files: Record<string, string>): string => {
  const path = join(temporary, name)
  mkdirSync(path, { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text)
  return path
}

describe('a submission', () => {
  it('is packed with its executable bits, and the same files give the same bytes', async () => {
    const path = folder('good', { 'solve.sh': '#!/bin/bash\n', 'answers.json': '{"why":["a"]}' })
    chmodSync(join(path, 'solve.sh'), 0o755)
    const files = readSubmission(path)
    const tar = await packFiles(files)
    expect(Buffer.from(tar).equals(Buffer.from(await packFiles(readSubmission(path))))).toBe(true)
    const entries: [string, number][] = []
    const reader = extract()
    reader.on('entry', (header, stream, next) => {
      entries.push([header.name, header.mode ?? 0])
      stream.resume().on('end', next)
    })
    await new Promise<void>((resolve) => reader.on('finish', () => resolve()).end(Buffer.from(tar)))
    expect(entries).toEqual([
      ['answers.json', 0o644],
      ['solve.sh', 0o755],
    ])
    expect(readAnswers(files)).toEqual({ why: ['a'] })
  })

  it('with a link is refused', () => {
    const path = folder('link', {})
    symlinkSync('/etc/passwd', join(path, 'solve.sh'))
    expect(() => readSubmission(path)).toThrow('holds a link, solve.sh')
  })

  it('with a name that is no UTF-8 is refused', () => {
    const path = folder('name', {})
    writeFileSync(Buffer.concat([Buffer.from(`${path}/`), Buffer.from([0xff])]), '')
    expect(() => readSubmission(path)).toThrow('is not UTF-8: rename the file')
  })

  it('may be named by a link to its folder', () => {
    symlinkSync(folder('real', { 'solve.sh': '' }), join(temporary, 'to-real'))
    expect(readSubmission(join(temporary, 'to-real')).map(({ path }) => path)).toEqual(['solve.sh'])
  })

  it('with a pipe is refused', () => {
    const path = folder('pipe', {})
    execFileSync('mkfifo', [join(path, 'pipe')])
    expect(() => readSubmission(path)).toThrow('no plain file')
  })

  it.each(['../x', '/x', 'a/../../x', 'a//b', 'a\\b', './x', 'a\nb', '\u001b[2J'])(
    'with the path %j is refused',
    (path) => {
      expect(() => checkPath(path)).toThrow('is no path inside the submission')
    },
  )

  it('that is not there, or whose answers are something else, is refused', () => {
    expect(() => readSubmission(join(temporary, 'gone'))).toThrow('There is no folder')
    const answers = (text: string) => () =>
      readAnswers([{ path: 'answers.json', bytes: Buffer.from(text), executable: false }])
    expect(answers('{')).toThrow('is no JSON')
    expect(answers('[1]')).toThrow('answers.json must be')
    expect(answers('{"why":[1]}')).toThrow('"why" has something else')
  })

  it('with more than the server takes is refused before anything is started', () => {
    const files = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, 'x'.repeat(7_000_000)]))
    expect(() => readSubmission(folder('large', files))).toThrow('more than 20 MB, which is the limit')
    expect(() => readSubmission(folder('file', { a: 'x'.repeat(8_400_000) }))).toThrow('at most 8 MiB')
    const many = Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [`f${n}`, '']))
    expect(() => readSubmission(folder('many', many))).toThrow('more than 2000 files, which is the limit')
    expect(() => checkPath(`${'d/'.repeat(120)}a-long-file-name`)).toThrow('longer than 255 bytes')
  })
})

describe('the answers of a submission', () => {
  const { file } = findLab('self-healing/02-survive-a-crash').lab
  const check = (answers: Record<string, string[]>) => () => checkAnswers(answers, file)

  it('may be those of the lab’s quizzes only', () => {
    const task = file.spec.tasks.find(({ mode }) => mode === 'quiz')
    const right = task?.mode === 'quiz' ? task.quiz.answer.map(({ en }) => en) : []
    expect(check({ why: right })).not.toThrow()
    expect(check({ whi: right })).toThrow('answers "whi", which is no task of the lab. Did you mean "why"?')
    expect(check({ 'comes-back': [] })).toThrow('answers "comes-back", which is no quiz.')
  })

  it('may be choices of the quiz only, and those are named', () => {
    expect(check({ why: ['Magic'] })).toThrow(/"why" with "Magic", which is none of its choices: "/)
  })
})
