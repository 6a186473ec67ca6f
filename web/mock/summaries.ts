import type { LabSummary } from '@noops-dojo/contracts'
import { longTitle } from './long-names.ts'

/** The lab of the stand-in, as the catalogue shows it. */
export const summary: LabSummary = {
  id: 'survive-a-crash',
  title: { en: 'Survive a crash', ja: 'クラッシュを生き延びる' },
  summary: {
    en: 'One copy, one crash, and nobody answers. A restart policy is not a plan.',
    ja: 'コピーは 1 つ。落ちれば誰も応答しません。再起動ポリシーは計画ではありません。',
  },
  track: 'self-healing',
  order: 10,
  level: 'beginner',
  duration: '20m',
  tasks: 5,
  points: 100,
  pool: 3,
  status: 'ready',
  problem: null,
}

export const summaries: LabSummary[] = [
  {
    ...summary,
    id: 'long-names',
    title: longTitle,
    track: 'delivery',
  },
  {
    ...summary,
    id: 'first-steps',
    title: { en: 'First steps', ja: 'はじめの一歩' },
    summary: {
      en: 'A terminal, a service, a heartbeat: five minutes to find your way.',
      ja: 'ターミナル、サービス、心拍。5 分でひと回り。',
    },
    track: 'first-steps',
    duration: '5m',
    tasks: 3,
    points: 30,
  },
  summary,
  {
    ...summary,
    id: 'roll-back-a-bad-release',
    title: { en: 'Roll back a bad release', ja: '悪いリリースを巻き戻す' },
    summary: {
      en: 'Version 2.0 never gets healthy. Let it take itself back before a customer notices.',
      ja: 'バージョン 2.0 はいつまでも正常になりません。お客が気づく前に、自分から引き返させましょう。',
    },
    order: 20,
    level: 'intermediate',
    duration: '25m',
    pool: 0,
  },
  {
    ...summary,
    id: 'host-full',
    title: { en: 'A lab on a full host', ja: '満員のホストのラボ' },
    summary: {
      en: 'Stand-in only: starting it says that every place is taken.',
      ja: '見本専用:開始すると満員になります。',
    },
    track: 'delivery',
    pool: 0,
  },
  {
    ...summary,
    id: 'broken-lab',
    title: { en: 'A lab with an error', ja: '誤りのあるラボ' },
    summary: { en: 'Stand-in only: its file does not parse.', ja: '見本専用:ファイルに誤りがあります。' },
    track: 'delivery',
    status: 'broken',
    problem: 'lab.yaml:14:7: unknown key “replica”; did you mean “replicas”?',
    pool: 0,
  },
]
