import type { Attempt, Healer, InjectionResult, NoopsScore, Verdict } from '@noops-dojo/contracts'
import { killedFromOutside, proxyInNamespace } from './fault-catalogue.ts'
import { at } from './script.ts'

const seal = {
  commit: 'b51f7a7c1f0d4a7d9e3f4b2a90c6d1e8337a5f0c2b9d8e7f6a5b4c3d2e1f0a9b',
  seed: 'k3v9-qtm2-77xd',
}

/** An injection that Swarm healed, `seconds` after the start of the stand-in. */
export const injection = (
  seconds: number,
  minMs: number,
  maxMs: number | null,
  over: Partial<InjectionResult> = {},
): InjectionResult => {
  const begin = { from: at(seconds) + 20, to: at(seconds) + 120 }
  const end = { from: begin.to + minMs, to: maxMs === null ? null : begin.from + maxMs }
  const healer: Healer = { at: at(seconds + 0.9), by: 'swarm', what: 'started shop_web' }
  return {
    faultId: 'crash',
    fault: 'container.crash',
    target: 'shop_web.2',
    plannedAt: at(seconds - 1),
    injectedAt: at(seconds),
    effectiveAt: at(seconds + 0.1),
    liftedAt: at(seconds + 0.1),
    evidence: {
      en: 'the container of the target exited with 137, 84 ms after SIGKILL',
      ja: '対象のコンテナは SIGKILL の 84 ミリ秒後に 137 で終了しました',
    },
    fidelity: { rung: 'kernel', text: killedFromOutside },
    outage: { minMs, maxMs },
    outageAt: { begin, end },
    recovery: { minMs: minMs + 100, maxMs: maxMs === null ? null : maxMs + 100 },
    class: maxMs === null ? 'not-recovered' : 'self-recovered-during',
    healedBy: maxMs === null ? [] : [healer],
    round: 0,
    onRepair: false,
    ...over,
  }
}

const score = (value: number, availability: number, hands: number, rate: number): NoopsScore => ({
  value,
  factors: [
    {
      name: 'availability',
      value: availability,
      evidence: {
        en: `97.99 % of the samples were good; the SLO asks for 99 %.`,
        ja: 'サンプルの 97.99 % が正常。SLO は 99 %。',
      },
    },
    {
      name: 'hands-off',
      value: hands,
      evidence:
        hands === 1
          ? { en: 'Not one touch.', ja: '手出しなし。' }
          : {
              en: 'One touch, 1 second of touching, at the moment of recovery.',
              ja: '復旧の瞬間に手出しが 1 回、1 秒。',
            },
    },
    {
      name: 'recovery-rate',
      value: rate,
      evidence: { en: '2 of 3 injections healed.', ja: '3 回の注入のうち 2 回が治りました。' },
    },
  ],
})

type Told = Partial<Verdict> & Pick<Verdict, 'outcome' | 'reason' | 'sentence'>
const verdict = (id: string, taskId: string, from: number, to: number, told: Told): Verdict => ({
  attemptId: id,
  taskId,
  class: told.outcome === 'inconclusive' ? 'inconclusive' : 'self-recovered-during',
  from: at(from),
  to: at(to),
  injections: [],
  availability: { good: 732, total: 747, ratio: 732 / 747, low: 0.9672, high: 0.9878 },
  arm: 'fault',
  ablation: null,
  probe: 'shop',
  hostLoad: null,
  errorBudget: { target: 0.999, burnRate: 20.1, windowMs: (to - from) * 1000, consumed: 0.0173 },
  writes: null,
  detection: null,
  score: null,
  handsOff: { from: at(from), to: at(to), touches: [], touchSeconds: 0 },
  seal,
  ...told,
})

export const attempt = (
  id: string,
  taskId: string,
  from: number,
  to: number | null,
  told: Told | null,
): Attempt => ({
  id,
  sandboxId: 'demo000001',
  taskId,
  phase: told === null ? 'holding' : 'done',
  startedAt: at(from),
  endedAt: to === null ? null : at(to),
  commit: seal.commit,
  injection: 1,
  arm: told?.arm ?? 'fault',
  ablation: told?.ablation ?? null,
  verdict: told === null || to === null ? null : verdict(id, taskId, from, to, told),
})

const delay: Partial<InjectionResult> = {
  faultId: '',
  fault: 'network.delay',
  target: 'shop_api',
  liftedAt: at(-537.2),
  evidence: {
    en: 'the shaper counted 1,204 packets; a request took 306 ms',
    ja: '整形器が数えたパケット：1,204。リクエスト 1 件に 306 ミリ秒',
  },
  fidelity: {
    rung: 'transparent-proxy',
    text: proxyInNamespace,
  },
}

/** Attempts at the tasks, oldest first. */
export const taskAttempts: Attempt[] = [
  attempt('a0', 'survive', -940, -930, {
    outcome: 'inconclusive',
    reason: 'baseline-not-good',
    errorBudget: null,
    sentence: {
      en: 'It was not steady before the fault, so nothing was injected.',
      ja: '障害の前から安定していなかったため、何も注入しませんでした。',
    },
  }),
  attempt('p1', 'survive', -490, -460, {
    outcome: 'met',
    reason: 'ok',
    arm: 'placebo',
    class: 'tolerated',
    errorBudget: null,
    availability: { good: 300, total: 300, ratio: 1, low: 0.9874, high: 1 },
    sentence: {
      en: 'Quiet for 30 s without a fault, as it should be.',
      ja: '障害なしの 30 秒間、静かなままでした。期待どおりです。',
    },
  }),
  attempt('b1', 'survive', -450, -405, {
    outcome: 'met',
    reason: 'ok',
    arm: 'ablation',
    ablation: 'one-replica',
    class: 'not-recovered',
    injections: [injection(-440.1, 29_800, null, { target: 'shop_web.1' })],
    availability: { good: 150, total: 450, ratio: 1 / 3, low: 0.2914, high: 0.3782 },
    sentence: {
      en: 'Without the second replica it did not recover in > 29.8 s, as it should be.',
      ja: '2 つ目のレプリカなしでは 29.8 秒を過ぎても復旧しませんでした。期待どおりです。',
    },
  }),
  attempt('al1', 'alarm', -395, -350, {
    outcome: 'met',
    reason: 'ok',
    injections: [injection(-385.3, 8600, 8900, { target: 'shop_web.1' })],
    detection: {
      fired: { minMs: 3300, maxMs: 3500 },
      resolved: { minMs: 4200, maxMs: 4400 },
      falseAlarms: 0,
    },
    sentence: {
      en: 'The alert fired 3.3–3.5 s after the fault bit, and not once before.',
      ja: '障害が効いてから 3.3〜3.5 秒でアラートが鳴り、それまでは 1 度も鳴りませんでした。',
    },
  }),
  attempt('a1', 'survive', -140, -64, {
    outcome: 'met',
    reason: 'ok',
    injections: [injection(-128.5, 700, 900), injection(-96.3, 600, 800, { round: 1 })],
    score: score(98.9, 0.989, 1, 1),
    writes: { sent: 740, acknowledged: 731, lost: 0, duplicated: 0, lostKeys: [], isKnown: true },
    sentence: {
      en: 'Healed by Swarm in 0.7–0.9 s, no hands.',
      ja: 'Swarm が 0.7〜0.9 秒で治しました。手出しはありません。',
    },
  }),
]

/** Experiments from the console: one that did not heal, and one with faults together that lost writes. */
export const experiments: Attempt[] = [
  attempt('e1', 'experiment', -880, -800, {
    outcome: 'unmet',
    reason: 'not-recovered',
    class: 'not-recovered',
    injections: [injection(-868, 60_000, null, { faultId: '', fault: 'container.stop', target: 'shop_db' })],
    availability: { good: 190, total: 800, ratio: 0.2375, low: 0.2093, high: 0.2682 },
    score: score(0, 0.24, 1, 0),
    sentence: { en: 'Not recovered within 60 s.', ja: '60 秒以内に復旧しませんでした。' },
  }),
  attempt('e2', 'experiment', -560, -505, {
    outcome: 'unmet',
    reason: 'write-lost',
    class: 'human-assisted',
    injections: [
      injection(-545.2, 3100, 3300, delay),
      injection(-545.2, 3100, 3300, { faultId: '', target: 'shop_web.1' }),
      injection(-543.6, 1500, 1800, {
        faultId: '',
        fault: 'process.stop',
        round: 0,
        onRepair: true,
        liftedAt: at(-541.2),
        class: 'human-assisted',
        healedBy: [{ at: at(-542.2), by: 'learner', what: 'restarted shop_web' }],
      }),
    ],
    score: score(61.4, 0.989, 0.93, 0.667),
    writes: {
      sent: 212,
      acknowledged: 209,
      lost: 2,
      duplicated: 1,
      lostKeys: ['order-0087', 'order-0091'],
      isKnown: true,
    },
    handsOff: {
      from: at(-545.2),
      to: at(-505),
      touches: [{ at: at(-542.4), kind: 'touch.terminal', what: 'main' }],
      touchSeconds: 1,
    },
    sentence: {
      en: 'Recovered in 3.1–3.3 s with hands, and 2 of 209 acknowledged writes are lost.',
      ja: '手出しありで 3.1〜3.3 秒で復旧しましたが、応答した書き込み 209 件のうち 2 件が失われました。',
    },
  }),
]
