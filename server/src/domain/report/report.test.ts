import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  attemptPhases,
  type JournalEvent,
  type Locale,
  type ProbeSample,
  type Verdict,
} from '@noops-dojo/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildReport } from './build-report.ts'
import { escapeHtml, escapeMarkdown, markdownCode } from './escape.ts'
import { reportHtml } from './html.ts'
import { reportMarkdown } from './markdown.ts'
import type { ReportInput } from './report-input.ts'
import { columnsOf } from './strip/columns.ts'
import { stripPicture } from './strip/strip-picture.ts'
import { reportStyle } from './style.ts'
import { reportWords } from './words/index.ts'

const zero = Date.UTC(2026, 10, 24, 12, 0, 0)
const at = (ms: number): number => zero + ms
const nasty = '<img src=x onerror=alert(1)>'

const samples = (): ProbeSample[] =>
  Array.from({ length: 160 }, (_, index): ProbeSample => {
    const start = at(index * 100 - 3_000)
    const isOut = start >= at(300) && start < at(1_200)
    return [start, isOut ? 0 : 1, isOut ? (start < at(700) ? 4 : -1) : 2 + (index % 7)]
  })

const event = (seq: number, ms: number, over: Partial<JournalEvent>): JournalEvent => ({
  ...{ sandboxId: 'sandbox001', seq, at: at(ms), kind: 'engine.event', actor: 'swarm', data: {} },
  ...{ prevHash: '', hash: '' },
  ...over,
})

const verdict: Verdict = {
  ...{
    attemptId: 'attempt1',
    taskId: 'survive',
    outcome: 'unmet',
    reason: 'touched',
    class: 'human-assisted',
  },
  sentence: {
    en: 'Healed by Swarm in 0.7–1.2 s, but with hands: 1 touch (1.0 s).',
    ja: 'Swarmが 0.7〜1.2 秒で復旧、ただし手出し 1 回（1.0 秒）。',
  },
  ...{ from: at(0), to: at(12_000), arm: 'fault', ablation: null, probe: 'shop' },
  injections: [
    {
      ...{ faultId: 'crash', fault: 'container.crash', target: nasty, round: 0, onRepair: false },
      ...{ plannedAt: at(-500), injectedAt: at(0), effectiveAt: at(120), liftedAt: null },
      evidence: { en: 'pid 4711 of web.1 is gone', ja: 'web.1 のプロセス 4711 は終了しました' },
      fidelity: {
        rung: 'kernel',
        text: { en: 'SIGKILL of the main process from the host', ja: 'ホストから主プロセスへの SIGKILL' },
      },
      outage: { minMs: 796, maxMs: 1_103.5 },
      outageAt: { begin: { from: at(200), to: at(304) }, end: { from: at(1_100), to: at(1_202) } },
      recovery: { minMs: 980, maxMs: 1_102 },
      class: 'human-assisted',
      healedBy: [{ at: at(1_150), by: 'swarm', what: 'container start web.1' }],
    },
  ],
  availability: { good: 111, total: 120, ratio: 0.925, low: 0.8637, high: 0.96 },
  errorBudget: { target: 0.99, burnRate: 7.5, windowMs: 12_000, consumed: 0.0000347 },
  writes: { sent: 24, acknowledged: 22, lost: 1, duplicated: 0, lostKeys: ['k|17'], isKnown: true },
  detection: { fired: { minMs: 2_000, maxMs: 2_400 }, resolved: null, falseAlarms: 0 },
  hostLoad: 1.4,
  score: {
    value: 84.1,
    factors: [
      {
        name: 'availability',
        value: 0.934,
        evidence: { en: '92.5 % against 99 %', ja: '99 % に対して 92.5 %' },
      },
      { name: 'hands-off', value: 0.9, evidence: { en: '1 touch', ja: '手出し 1 回' } },
      { name: 'recovery-rate', value: 1, evidence: { en: '1 of 1', ja: '1 回中 1 回' } },
    ],
  },
  handsOff: {
    ...{ from: at(0), to: at(12_000), touchSeconds: 1 },
    touches: [{ at: at(900), kind: 'touch.engine', what: `service.update ${nasty}` }],
  },
  seal: { commit: 'c'.repeat(64), seed: 'd'.repeat(64) },
}

const input = (over: Partial<ReportInput> = {}): ReportInput => ({
  labTitle: { en: 'Survive a crash', ja: 'クラッシュに耐える' },
  taskTitle: { en: 'It comes back', ja: '戻ってくる' },
  attempt: {
    ...{ id: 'attempt1', sandboxId: 'sandbox001', taskId: 'survive', phase: 'done', startedAt: at(-8_000) },
    ...{ endedAt: at(13_000), commit: 'c'.repeat(64), injection: 1, arm: 'fault', ablation: null, verdict },
  },
  verdict,
  events: [
    event(4, 1_150, {
      data: { type: 'container', action: 'start', name: 'web.1', container: 'deadbeefdeadbeef' },
    }),
    event(1, -8_000, { kind: 'attempt.phase', actor: 'platform', data: { phase: 'baseline' } }),
    event(2, 120, {
      kind: 'fault.effective',
      actor: 'platform',
      data: { fault: 'container.crash', target: 'web' },
    }),
    event(3, 900, {
      kind: 'touch.engine',
      actor: 'learner',
      data: { action: 'service.update', object: nasty },
    }),
    event(5, 12_500, { kind: 'check.result', actor: 'platform', data: {} }),
  ],
  samples: { probe: 'shop', everyMs: 100, timeoutMs: 1_000, samples: samples() },
  ...over,
})

const html = (locale: Locale, over: Partial<ReportInput> = {}) => reportHtml(buildReport(input(over), locale))
const markdown = (locale: Locale, over: Partial<ReportInput> = {}) =>
  reportMarkdown(buildReport(input(over), locale))
const golden = (name: string) => join(import.meta.dirname, 'golden', name)

describe('the report', () => {
  it('has Japanese for every phase of an attempt', () => {
    for (const phase of attemptPhases) expect(reportWords.ja.details, phase).toHaveProperty(phase)
  })

  it.each(['en', 'ja'] as const)('is what it was, in %s', async (locale) => {
    await expect(html(locale)).toMatchFileSnapshot(golden(`report.${locale}.html`))
    await expect(markdown(locale)).toMatchFileSnapshot(golden(`report.${locale}.md`))
  })

  it('says the sentence first', () => {
    expect(markdown('en').split('\n')[0]).toContain('Healed by Swarm in 0.7–1.2 s')
    expect(html('ja')).toMatch(/<h1>Swarmが 0.7〜1.2 秒で復旧/)
  })

  it('never says that a bad request cost nothing of the budget', () => {
    const errorBudget = { target: 0.99, burnRate: 0.8, windowMs: 12_000, consumed: 0.0000037 }
    expect(markdown('en', { verdict: { ...verdict, errorBudget } })).toContain('used 0.00037 % of a 30-day')
  })

  it('prints outages as intervals, and one without an end as beyond its horizon', () => {
    const [injection] = verdict.injections as [Verdict['injections'][number]]
    const open = {
      ...injection,
      outage: { minMs: 60_000, maxMs: null },
      recovery: { minMs: 59_900, maxMs: null },
    }
    const text = markdown('en', { verdict: { ...verdict, injections: [open] } })
    expect(text).toContain('**Outage:** \\> 60.0 s')
    expect(markdown('en')).toContain('**Outage:** 0.7–1.2 s')
  })

  it('writes Japanese times, words of the log and its actors in Japanese', () => {
    const image = `sha256:${'ab'.repeat(32)}`
    const data = { type: 'container', name: 'die', image }
    const events = [
      event(1, 10, { kind: 'probe.edge', actor: 'platform', data: { probe: 'shop', to: 'bad' } }),
      event(2, 20, { actor: 'unknown', data: { ...data, action: 'die' } }),
      event(3, 30, { actor: 'dockerd', data: { ...data, action: 'health_status: healthy' } }),
      event(4, 40, { actor: 'dockerd', data: { ...data, action: 'start' } }),
      event(5, 50, {
        kind: 'fault.effective',
        actor: 'platform',
        data: { target: 'web', evidence: { en: 'it is dead', ja: '終了しました' } },
      }),
    ]
    const text = markdown('ja', { events })
    expect(text).toContain('**停止:** 0.7〜1.2 秒')
    expect(text).toContain('| +0.0 秒 | プローブ | 道場 | shop 異常 |')
    expect(text).toContain('| エンジンの記録になし | 終了 コンテナ die sha256:abababababab |')
    expect(text).toContain('| Docker | 正常と判定 コンテナ die')
    expect(text).toContain('| 再起動ポリシー | 起動 コンテナ die')
    expect(text).toContain('web 終了しました |')
    expect(markdown('en', { events })).toContain('web it is dead |')
    expect(markdown('en', { events })).toContain('| Docker | health\\_status: healthy container die')
  })

  it('is written for an attempt without samples, injections or measurements', () => {
    const bare = {
      ...verdict,
      ...{ outcome: 'inconclusive', injections: [], availability: null, errorBudget: null, writes: null },
      ...{ detection: null, score: null, handsOff: { ...verdict.handsOff, touches: [], touchSeconds: 0 } },
    } as Verdict
    for (const locale of ['en', 'ja'] as const) {
      const text = html(locale, { verdict: bare, samples: null, taskTitle: null, events: [] })
      expect(text).toContain(escapeHtml(reportWords[locale].noSamples))
      expect(text).not.toMatch(/NaN|undefined|Infinity/)
    }
  })

  it('lets nothing of a lab or a learner become markup', () => {
    expect(html('en')).not.toContain('<img')
    expect(html('en')).toContain(escapeHtml(nasty))
    expect(markdown('en')).not.toMatch(/(?<!\\)<img/)
  })

  it('needs nothing from outside and runs nothing', () => {
    const text = html('en').replaceAll('http://www.w3.org/2000/svg', '')
    expect(text).not.toMatch(
      /<script|<link|<img|<iframe|https?:|url\(|@import|<[^>]*\son\w+=|<[^>]*javascript:/i,
    )
    expect(text).toContain("default-src 'none'")
  })

  it('leaves ids of containers out of its timeline, and what is no part of an attempt', () => {
    expect(markdown('en')).not.toMatch(/deadbeef|check\.result/)
  })
})

describe('the escaping', () => {
  it('leaves no character that begins markup in HTML, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)|\p{Cc}/u)
      }),
    )
  })

  it('leaves none in Markdown either: no tag, no link, no new cell, no heading', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'\\`*_[]<>|#!&-+=1.: /a\n') }), (text) => {
        const escaped = escapeMarkdown(text)
        expect(escaped.replaceAll(/\\./g, '')).not.toMatch(/[\\`*_[\]<>|#!&\n]/)
        expect(escaped).not.toMatch(/^([-+]|\d+[.)])\s|^=+$/)
      }),
    )
  })

  it('keeps a code span closed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '|') }), (text) => {
        const code = markdownCode(text)
        const fence = /^`+/.exec(code)?.[0] as string
        expect(code.slice(fence.length, -fence.length).split(/[^`]+/)).not.toContain(fence)
      }),
    )
  })
})

describe('the strip', () => {
  it('draws no bad sample away when there are more samples than pixels', () => {
    const many = Array.from({ length: 20_000 }, (_, index): ProbeSample => [
      index,
      index === 12_345 ? 0 : 1,
      3,
    ])
    const columns = columnsOf(many, 0, 960 / 20_000, { width: 960, rise: 10, fall: 10 })
    expect(columns).toHaveLength(960)
    expect(columns.filter(({ down }) => down > 0).map(({ x }) => x)).toEqual([
      Math.floor((12_345 * 960) / 20_000),
    ])
  })

  it('draws the outage where the samples have it', () => {
    const { outages } = stripPicture(input())
    expect(outages).toHaveLength(1)
    const [{ certain, possible }] = outages as [(typeof outages)[number]]
    expect(certain.from).toBeGreaterThanOrEqual(at(300))
    expect(certain.to).toBe(at(1_100))
    expect(possible.from).toBeLessThan(certain.from)
    expect(possible.to).toBeGreaterThanOrEqual(at(1_200))
  })
})

it('the report’s colours are the page’s', () => {
  const tokens = readFileSync(join(import.meta.dirname, '../../../../web/src/lib/style/tokens.css'), 'utf8')
  const own = [...reportStyle.matchAll(/^ *(--[\w-]+: light-dark\(.*\);)$/gm)].map(
    ([, line]) => line as string,
  )
  expect(own.length).toBeGreaterThan(8)
  expect(own.filter((line) => !tokens.includes(line))).toEqual([])
})
