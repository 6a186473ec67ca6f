import { labFile } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { nearest } from './nearest.ts'
import { parseYaml } from './parse-yaml.ts'
import { schemaProblems } from './schema-problems.ts'

const problemsOf = (text: string) => {
  const source = parseYaml(text, 'lab.yaml')
  const parsed = labFile.safeParse(source.value)
  return [
    ...source.problems,
    ...(parsed.success ? [] : schemaProblems(parsed.error.issues, source, labFile, 'lab.yaml')),
  ]
}

const head = `apiVersion: noops.dojo/v1
kind: Lab
metadata: { id: a, title: { en: A }, summary: { en: A }, track: a, duration: 5m }
`

/** Ten levels of a list that has the one before it ten times. */
const bomb = Array.from(
  { length: 10 },
  (_, level) =>
    `a${level}: &a${level} [${Array(10)
      .fill(level === 0 ? 'x' : `*a${level - 1}`)
      .join(', ')}]\n`,
).join('')

describe('parseYaml', () => {
  it('tells line and column of a syntax error', () => {
    const [problem] = parseYaml('a: 1\nb: [1, 2\n', 'lab.yaml').problems
    expect(problem).toMatchObject({ rule: 'yaml', line: 3, column: 1 })
  })

  it('tells once what is wrong at one place', () => {
    expect(parseYaml('['.repeat(50), 'lab.yaml').problems.length).toBeLessThan(3)
  })

  it('refuses a key that stands there twice', () => {
    const [problem] = parseYaml('a: 1\nb: 2\na: 3\n', 'lab.yaml').problems
    expect(problem).toMatchObject({ rule: 'yaml', line: 3, column: 1 })
  })

  it.each([
    ['multiplies without measure', bomb, 'its aliases multiply too much'],
    ['is nested beyond the stack', '- '.repeat(100_000), 'nested too deeply'],
    ['has two documents', 'a: 1\n---\nb: 2\n', 'there is a second document after "---"'],
  ])('refuses in a sentence what %s', (_, text, sentence) => {
    const { value, problems } = parseYaml(text, 'lab.yaml')
    expect(value).toBeUndefined()
    expect(problems[0]).toMatchObject({ rule: 'yaml', message: expect.stringContaining(sentence) })
  })

  it('finds the place of a nested value, and of the parent of one that is missing', () => {
    const source = parseYaml('a:\n  - b: 1\n    c: { d: 2 }\n', 'lab.yaml')
    expect(source.placeOf(['a', 0, 'c', 'd'])).toEqual({ line: 3, column: 13 })
    expect(source.placeOfKey(['a', 0, 'c', 'd'])).toEqual({ line: 3, column: 10 })
    expect(source.placeOf(['a', 0, 'x'])).toEqual({ line: 2, column: 5 })
  })
})

describe('schemaProblems', () => {
  it('says which key was probably meant', () => {
    const problems = problemsOf(`${head}spec:\n  taks: []\n  solution: solution/solve.sh\n`)
    expect(problems).toContainEqual(
      expect.objectContaining({
        rule: 'unknown-key',
        line: 5,
        column: 3,
        message: 'spec has no key "taks". Did you mean "tasks"?',
      }),
    )
    expect(problems).toContainEqual(
      expect.objectContaining({ rule: 'missing-key', message: 'spec.tasks is missing.' }),
    )
  })

  it('takes the keys of a task from its mode', () => {
    const task = '{ id: q, mode: quiz, title: { en: Q }, chek: { run: checks/a.sh } }'
    const problems = problemsOf(`${head}spec:\n  tasks:\n    - ${task}\n  solution: solution/solve.sh\n`)
    const unknown = problems.find(({ rule }) => rule === 'unknown-key')
    expect(unknown?.message).toContain('spec.tasks[0] has no key "chek".')
    // A quiz has no check: the nearest key of another mode is not offered.
    expect(unknown?.message).not.toContain('Did you mean "check"')
  })

  it('tells what a value must be, and what it is', () => {
    const [problem] = problemsOf(
      `${head.replace('5m', 'soon')}spec:\n  tasks: [{ id: a, mode: once, title: { en: A }, check: { run: checks/a.sh } }]\n  solution: solution/solve.sh\n`,
    )
    expect(problem?.message).toBe(
      'metadata.duration is not right: a duration is a number and a unit: 100ms, 5s, 20m, 1h, but this is "soon".',
    )
  })

  it('gives an example where a number stands instead of a duration, also deep in a task', () => {
    const task = '{ id: a, mode: hold, for: 4, title: { en: A }, points: x, check: { run: checks/a.sh } }'
    const problems = problemsOf(
      `${head.replace('5m', '15')}spec:\n  tasks: [${task}]\n  solution: solution/solve.sh\n`,
    )
    expect(problems.map(({ message }) => message)).toEqual([
      'metadata.duration must be a duration with its unit, such as "15s".',
      'spec.tasks[0].points must be a number, not the string "x".',
      'spec.tasks[0].for must be a duration with its unit, such as "4s".',
    ])
  })
})

describe('nearest', () => {
  it.each([
    ['titel', 'title'],
    ['recoverwithin', 'recoverWithin'],
    ['evry', 'every'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, ['title', 'recoverWithin', 'every', 'tasks'])).toBe(meant)
  })

  it('gives nothing when nothing is near', () => {
    expect(nearest('zebra', ['title', 'tasks', 'id'])).toBeUndefined()
  })
})
