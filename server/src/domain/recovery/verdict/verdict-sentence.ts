import {
  notHealed,
  percentText,
  type Actor,
  type Availability,
  type InjectionResult,
  type LocalizedText,
  type OutageInterval,
  type Reason,
  type Touch,
  type WriteCount,
} from '@noops-dojo/contracts'
import type { Judged } from './judgement.ts'
import { intervalText, secondsText } from './times-in-words.ts'
import { writesText } from '../writes/writes-sentence.ts'

/** What the one sentence of a verdict is made of. */
export interface SentenceParts extends Judged {
  readonly injections: readonly InjectionResult[]
  readonly availability: Availability | null
  readonly touches: readonly Touch[]
  readonly touchSeconds: number
  readonly recoverWithinMs: number
  readonly askedAvailability: number | undefined
  /** Longest outage that could hide between the samples of a tolerated fault; ms. */
  readonly unseenMs: number
  readonly writes?: WriteCount | null
  /** No repair was seen to begin, so the fault that was to come with it did not. */
  readonly isSecondFaultMissing?: boolean
}

type Language = 'en' | 'ja'
type Text = Required<LocalizedText>

const names: Record<Actor, Text> = {
  swarm: { en: 'Swarm', ja: 'Swarm' },
  dockerd: { en: 'the restart policy', ja: '再起動ポリシー' },
  learner: { en: 'a human', ja: '人' },
  instructor: { en: 'the instructor', ja: '講師' },
  grader: { en: 'the grader', ja: '採点者' },
  platform: { en: 'the dojo', ja: '道場' },
  setup: { en: 'the set-up', ja: '準備' },
  unknown: { en: 'something unnamed', ja: '不明なもの' },
}

/** The interval that says most: one without an end, else the one with the latest end. */
const longest = (intervals: readonly OutageInterval[]): OutageInterval | undefined =>
  intervals.reduce<OutageInterval | undefined>(
    (a, b) => (a && (a.maxMs ?? Infinity) >= (b.maxMs ?? Infinity) ? a : b),
    undefined,
  )

const healerNames = (injections: readonly InjectionResult[], language: Language): string => {
  const actors = [...new Set(injections.flatMap(({ healedBy }) => healedBy.map(({ by }) => by)))]
  const list = actors.map((by) => names[by][language])
  if (list.length <= 1) return list[0] ?? ''
  return language === 'en' ? `${list.slice(0, -1).join(', ')} and ${list.at(-1)}` : list.join('と')
}

/**
 * What happened, without a judgement: "Healed by Swarm in 0.7–0.9 s". The time is the longest outage and the names are
 * those who healed one; where the recovery was too slow, it is the recovery, which is what has the limit.
 */
export const story = (parts: SentenceParts): Text => {
  const { injections, reason } = parts
  const outage = longest(injections.flatMap((each) => (each.outage ? [each.outage] : [])))
  const recovery = longest(injections.flatMap((each) => (each.recovery ? [each.recovery] : [])))
  const isByRecovery = reason === 'recovery-too-slow' || outage === undefined
  const healed = isByRecovery ? injections : injections.filter((each) => each.outage !== null)
  const en = healerNames(healed, 'en')
  const ja = healerNames(healed, 'ja')
  const good = parts.availability?.total ?? 0
  const unseen = secondsText(parts.unseenMs, Math.ceil)
  if (!outage && recovery && recovery.maxMs !== null) {
    const time = intervalText(recovery)
    return {
      en: `${en === '' ? 'Undone' : `Undone by ${en}`} in ${time.en}, without one bad answer in ${good} probes`,
      ja: `${ja === '' ? '' : `${ja}が `}${time.ja}で元に戻し、${good} 回のプローブに異常な応答なし`,
    }
  }
  if (!outage)
    return {
      en: `Tolerated: not one bad answer in ${good} probes (no outage longer than ${unseen.en})`,
      ja: `耐えた：${good} 回のプローブに異常な応答なし（${unseen.ja}を超える停止なし）`,
    }
  const time = intervalText(isByRecovery && recovery ? recovery : outage)
  return {
    en: `${en === '' ? 'Back by itself' : `Healed by ${en}`} in ${time.en}`,
    ja: `${ja === '' ? 'ひとりでに' : `${ja}が`} ${time.ja}で復旧`,
  }
}

/** Why it does not count as healed, without hands. */
export const lostBecause = ({ injections, reason }: SentenceParts): Text => {
  const has = (wanted: InjectionResult['class']) => injections.some((each) => each.class === wanted)
  if (has('platform-assisted'))
    return { en: 'it came back only because the dojo repaired it', ja: '戻ったのは、道場が直したからです' }
  if (has('self-recovered-after-lift'))
    return { en: 'it came back only after the fault was lifted', ja: '戻ったのは、障害が取り除かれた後です' }
  const open = longest(injections.flatMap((each) => (each.recovery?.maxMs === null ? [each.recovery] : [])))
  const down = open ? secondsText(open.minMs, Math.floor) : { en: '?', ja: '?' }
  return reason === 'hold-broken'
    ? {
        en: `it came back and broke again, and was not well after ${down.en}`,
        ja: `一度戻ってまた壊れ、${down.ja}経っても健全ではありません`,
      }
    : { en: `still not well after ${down.en}`, ja: `${down.ja}経っても健全ではありません` }
}

export const isLost = ({ injections }: SentenceParts): boolean =>
  injections.some((each) => notHealed.includes(each.class))

export const handsOf = ({ touches, touchSeconds }: Pick<SentenceParts, 'touches' | 'touchSeconds'>): Text => {
  if (touches.length === 0) return { en: 'no hands', ja: '手出しなし' }
  const time = secondsText(touchSeconds * 1000)
  return {
    en: `${touches.length} ${touches.length === 1 ? 'touch' : 'touches'} (${time.en})`,
    ja: `手出し ${touches.length} 回（${time.ja}）`,
  }
}

/** A second fault that never came is told with whatever else is said. */
const missing: Text = {
  en: 'No repair was seen to begin, so the second fault never came.',
  ja: '修復の始まりが見られず、二つ目の障害は起きませんでした。',
}

const lost = (parts: SentenceParts): Text => {
  const because = lostBecause(parts)
  const hands = handsOf(parts)
  return parts.touches.length === 0
    ? { en: `Not healed: ${because.en}.`, ja: `治らなかった：${because.ja}。` }
    : {
        en: `Not healed: ${because.en}, with hands: ${hands.en}.`,
        ja: `治らなかった：${because.ja}。${hands.ja}。`,
      }
}

const inconclusive: Partial<Record<Reason, Text>> = {
  touched: { en: 'a hand was in it', ja: '人の手が入りました' },
  'writes-unknown': {
    en: 'nobody can tell whether the acknowledged writes were kept',
    ja: '受け付けた書き込みが残っているか分かりません',
  },
  'baseline-not-good': { en: 'it was not steady before the fault', ja: '障害の前から安定していませんでした' },
  'too-few-samples': { en: 'there were too few probe samples', ja: 'プローブのサンプルが足りませんでした' },
  'fault-not-effective': { en: 'the fault did not bite', ja: '障害が効きませんでした' },
  'fault-target-gone': { en: 'the target of the fault was gone', ja: '障害の標的がありませんでした' },
  'platform-error': { en: 'the dojo itself failed', ja: '道場自体に問題がありました' },
  'platform-restarted': { en: 'the dojo restarted meanwhile', ja: '途中で道場が再起動しました' },
  'host-overloaded': {
    en: 'the machine was too full to tell what is slow',
    ja: 'マシンが混みすぎていて、何が遅いのか分かりません',
  },
  'fault-dirty': { en: 'the fault could not be undone completely', ja: '障害を完全には取り除けませんでした' },
  'too-close-to-call': {
    en: 'it is too close to the limit to tell',
    ja: '制限時間に近すぎて判定できません',
  },
}

/** What was asked for and did not hold. */
const shortfall = (parts: SentenceParts, hands: Text): Text => {
  const limit = secondsText(parts.recoverWithinMs)
  const good = percentText(parts.availability?.ratio ?? 0)
  const asked = percentText(parts.askedAvailability ?? 0)
  const but: Partial<Record<Reason, Text>> = {
    touched: { en: `but with hands: ${hands.en}`, ja: `ただし${hands.ja}` },
    'recovery-too-slow': {
      en: `but ${limit.en} were asked for`,
      ja: `ただし求められたのは ${limit.ja} 以内`,
    },
    'hold-broken': { en: 'but only after it had broken again', ja: 'ただし一度戻ってからまた壊れた後' },
    'availability-too-low': {
      en: `but only ${good} of the answers were good (${asked} asked for)`,
      ja: `ただし良い応答は ${good} だけ（求められたのは ${asked}）`,
    },
  }
  return but[parts.reason] ?? { en: parts.reason, ja: parts.reason }
}

/** The sentence of whatever could not be judged. */
export const inconclusiveSentence = ({ reason }: Pick<SentenceParts, 'reason'>): Text => {
  const why = inconclusive[reason] ?? { en: reason, ja: reason }
  return {
    en: `Inconclusive: ${why.en}; the attempt does not count.`,
    ja: `判定不能：${why.ja}。この挑戦は数えません。`,
  }
}

const isAboutWrites = ({ reason }: SentenceParts): boolean =>
  reason === 'write-lost' || reason === 'write-duplicated'

/** The one sentence of a verdict. What was measured is stated as an interval, and hands are never left out. */
export const verdictSentence = (parts: SentenceParts): Text => {
  if (!parts.isSecondFaultMissing) return plainSentence(parts)
  const { en, ja } = plainSentence(parts)
  return { en: `${en} ${missing.en}`, ja: `${ja}${missing.ja}` }
}

const plainSentence = (parts: SentenceParts): Text => {
  const { outcome, reason } = parts
  if (outcome === 'inconclusive') return inconclusiveSentence(parts)
  if (isAboutWrites(parts) && parts.writes) {
    const what = writesText(parts.writes)
    return { en: `Not healed: ${what.en}.`, ja: `治らなかった：${what.ja}。` }
  }
  if (isLost(parts)) return lost(parts)
  const what = story(parts)
  const hands = handsOf(parts)
  if (reason === 'ok') return { en: `${what.en}, ${hands.en}.`, ja: `${what.ja}、${hands.ja}。` }
  const rest = shortfall(parts, hands)
  return { en: `${what.en}, ${rest.en}.`, ja: `${what.ja}、${rest.ja}。` }
}
