import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aGradeRecord, aRun } from '../testing/a-grade-record.ts'
import { ctrfReport } from './ctrf.ts'
import { githubReport } from './github.ts'
import { overallVerdict, runVerdict } from './grade-record.ts'
import { gradescopeReport } from './gradescope.ts'
import { jsonReport } from './json.ts'
import { junitReport } from './junit.ts'
import { textReport } from './text.ts'
import { bundleFiles, reportFiles, writeResults } from './write-reports.ts'
import { element, xmlText } from './xml.ts'

const golden = (name: string): string => join(import.meta.dirname, 'golden', name)
const broken = aRun({
  tasks: [],
  error: 'The sandbox could not be set up: no room.',
  verdict: 'error',
  score: { earned: 0, max: 80 },
})

/** Gives the names of the open elements that a text leaves, by a tokenizer of XML’s own grammar; throws where it breaks. */
const parseXml = (text: string): string[] => {
  const names: string[] = []
  const open: string[] = []
  let rest = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '')
  const token = /^(?:<(\/?)([A-Za-z-]+)((?:\s+[A-Za-z_.]+="[^"<]*")*)\s*(\/?)>|[^<>]+)/
  while (rest !== '') {
    const match = token.exec(rest)
    if (!match) throw new Error(`no XML: ${rest.slice(0, 60)}`)
    const [whole, closes, name, , isEmpty] = match
    if (/&(?!(?:amp|lt|gt|quot|#\d+);)/.test(whole)) throw new Error(`bare ampersand: ${whole}`)
    if (name !== undefined) {
      if (closes === '/') {
        if (open.pop() !== name) throw new Error(`</${name}> closes nothing`)
      } else {
        names.push(name)
        if (isEmpty !== '/') open.push(name)
      }
    }
    rest = rest.slice(whole.length)
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`)
  return names
}

describe('xml', () => {
  it('replaces what XML cannot hold and escapes the rest', () => {
    expect(xmlText('a\u0000\u001b[31m<&>"\n\ud800')).toBe('a\ufffd\ufffd[31m&lt;&amp;&gt;&quot;&#10;\ufffd')
  })

  it('nests and closes elements', () => {
    expect(element('a', { x: 1, y: undefined }, [element('b', {}), element('c', {}, 'text')])).toBe(
      '<a x="1">\n  <b/>\n  <c>text</c>\n</a>',
    )
  })
})

describe('junitReport', () => {
  it('is the golden file', async () => {
    await expect(junitReport(aGradeRecord())).toMatchFileSnapshot(golden('junit.xml'))
  })

  it('names no key of the evidence when no evidence was kept, and neither does CTRF', () => {
    const record = aGradeRecord({ evidenceKey: null })
    expect(junitReport(record)).not.toContain('evidenceKey')
    expect(JSON.parse(ctrfReport(record))).not.toHaveProperty('extra')
    expect(JSON.parse(jsonReport(aGradeRecord()))).toHaveProperty('evidenceKey', aGradeRecord().evidenceKey)
  })

  it('is well formed, whatever the texts are', () => {
    const names = parseXml(junitReport(aGradeRecord({ runs: [aRun(), broken] })))
    expect(names.filter((name) => name === 'testsuite')).toHaveLength(2)
    expect(names.filter((name) => name === 'testcase')).toHaveLength(6)
  })

  it('counts the same on testsuites as in the test cases', () => {
    const text = junitReport(aGradeRecord({ runs: [aRun(), broken] }))
    const root = /<testsuites [^>]*>/.exec(text)?.[0] ?? ''
    expect(root).toContain('tests="6" failures="2" errors="2" skipped="1" time="262.000"')
    expect(text.match(/<failure /g)).toHaveLength(2)
    expect(text.match(/<error /g)).toHaveLength(2)
    expect(text.match(/<skipped /g)).toHaveLength(1)
  })
})

describe('ctrfReport', () => {
  it('is the golden file', () => {
    expect(JSON.parse(ctrfReport(aGradeRecord()))).toEqual(
      JSON.parse(readFileSync(golden('ctrf.json'), 'utf8')),
    )
  })

  it('says of the sandbox that broke in which run that was', () => {
    const suitesOf = (runs: ReturnType<typeof aRun>[]) =>
      JSON.parse(ctrfReport(aGradeRecord({ runs }))).results.tests.flatMap(
        ({ name, suite }: { name: string; suite: string[] }) => (name === 'sandbox' ? [suite] : []),
      )
    expect(suitesOf([aRun(), broken])).toEqual([['survive-a-crash', 'run 2']])
    expect(suitesOf([broken])).toEqual([['survive-a-crash']])
  })

  it('has every field that the format requires, and whole milliseconds', () => {
    const report = JSON.parse(ctrfReport(aGradeRecord({ runs: [aRun(), broken] })))
    expect(report).toMatchObject({ reportFormat: 'CTRF', specVersion: '1.0.0' })
    const { tool, summary, tests } = report.results
    expect(tool.name).toBe('noops-dojo')
    for (const key of ['tests', 'passed', 'failed', 'pending', 'skipped', 'other', 'start', 'stop'])
      expect(Number.isInteger(summary[key]), key).toBe(true)
    expect(summary.tests).toBe(tests.length)
    expect(summary.passed + summary.failed + summary.pending + summary.skipped + summary.other).toBe(
      tests.length,
    )
    for (const test of tests) {
      expect(['passed', 'failed', 'skipped', 'pending', 'other']).toContain(test.status)
      expect(typeof test.name).toBe('string')
      expect(Number.isInteger(test.duration)).toBe(true)
    }
  })
})

describe('githubReport', () => {
  it('escapes messages one way and properties another', () => {
    const lines = githubReport(aGradeRecord()).split('\n')
    expect(lines[0]).toBe(
      '::error file=labs/self-healing/02-survive-a-crash/lab.yaml,line=63,title=survive::Healed by Swarm in 41.0–41.2 s, but 30.0 s were asked for.',
    )
    expect(lines[1]).toContain('50%25,%0Areally.')
    expect(lines[2]).toMatch(/^::warning .*title=alert::/)
  })
})

describe('gradescopeReport', () => {
  it('leaves out what nobody could judge, and says so', () => {
    const report = JSON.parse(gradescopeReport(aGradeRecord()) ?? '')
    expect(report.tests.map(({ name }: { name: string }) => name)).toEqual([
      'running',
      'survive',
      'check',
      'after',
    ])
    expect(report.output).toContain('Nobody could judge: alert')
    expect(report.score).toBe(10)
  })

  it('gives no result when no run could be judged', () => {
    expect(gradescopeReport(aGradeRecord({ runs: [broken] }))).toBeUndefined()
  })
})

describe('textReport', () => {
  it('ends with one line for scripts', () => {
    const last = textReport(aGradeRecord()).trimEnd().split('\n').at(-1)
    expect(last).toBe('DOJO_RESULT {"score":10,"max":80,"verdict":"inconclusive"}')
  })

  it('tells the recovery rate of repeated runs with its interval', () => {
    const recovery = {
      survive: { recovered: 2, attempts: 3, inconclusive: 1, rate: 2 / 3, low: 0.094, high: 0.992 },
    }
    expect(textReport(aGradeRecord({ runs: [aRun(), aRun()], recovery }))).toContain(
      'survive: recovered 2 of 3 times, 95 % interval 9 % to 99 %; 1 inconclusive, not counted',
    )
  })
})

describe('the files of a grade', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'reports-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  it('are one for each format, without what has nothing to say', () => {
    const record = aGradeRecord({ runs: [broken] })
    const files = reportFiles(record, ['json', 'junit', 'ctrf', 'gradescope'])
    const { paths, failures } = writeResults(files, join(folder, 'out'))
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['ctrf.json', 'grade.json', 'junit.xml'])
    expect(readFileSync(paths[0] as string, 'utf8')).toBe(jsonReport(record))
    expect(failures).toEqual([])
  })

  it('are written although one of them cannot be, which is named with the reason', () => {
    mkdirSync(join(folder, 'junit.xml/in-the-way'), { recursive: true })
    const files = [
      ...reportFiles(aGradeRecord(), ['json', 'junit', 'ctrf']),
      { name: 'broken.json', text: (): string => expect.fail('no such writer') },
      ...bundleFiles(new Map([['sid', 'evidence\n']])),
    ]
    const { paths, failures } = writeResults(files, folder)
    expect(paths.map((path) => path.slice(folder.length + 1))).toEqual([
      ...['grade.json', 'ctrf.json', 'sid.evidence.ndjson'],
    ])
    expect(failures).toHaveLength(2)
    expect(failures[0]).toMatch(/\/junit\.xml could not be written: it is a folder\.$/)
    expect(readdirSync(folder).sort()).toEqual([
      ...['ctrf.json', 'grade.json', 'junit.xml', 'sid.evidence.ndjson'],
    ])
  })

  it('are each told when their folder cannot be made', () => {
    const { failures } = writeResults(reportFiles(aGradeRecord(), ['json']), '/proc/nothing/here')
    expect(failures).toEqual([
      '/proc/nothing/here/grade.json could not be written: The folder /proc/nothing cannot be made: no folder can be made in /proc.',
    ])
  })
})

describe('runVerdict', () => {
  const task = (verdict: 'passed' | 'failed' | 'inconclusive' | 'blocked', points: number) => ({
    verdict,
    points,
    earned: verdict === 'passed' ? points : 0,
  })

  it.each([
    ['passed', [task('passed', 70), task('failed', 30)]],
    ['failed', [task('passed', 69), task('failed', 31)]],
    ['passed', [task('passed', 70), task('inconclusive', 30)]],
    ['inconclusive', [task('passed', 50), task('inconclusive', 30), task('failed', 20)]],
    ['failed', [task('passed', 20), task('inconclusive', 30), task('failed', 50)]],
    ['inconclusive', [task('passed', 50), task('inconclusive', 10), task('blocked', 40)]],
    ['failed', [task('passed', 50), task('failed', 10), task('blocked', 40)]],
  ] as const)('is %s for %j', (verdict, tasks) => {
    expect(runVerdict(tasks, 70)).toBe(verdict)
  })

  it('never turns a platform error into a grade', () => {
    expect(overallVerdict([{ verdict: 'passed' }, { verdict: 'error' }])).toBe('error')
    expect(overallVerdict([{ verdict: 'passed' }, { verdict: 'inconclusive' }])).toBe('inconclusive')
    expect(overallVerdict([{ verdict: 'error' }, { verdict: 'failed' }])).toBe('failed')
    expect(overallVerdict([])).toBe('error')
  })
})
