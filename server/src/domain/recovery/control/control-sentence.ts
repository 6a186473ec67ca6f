import { percentText, type LocalizedText } from '@noops-dojo/contracts'
import type { Judged } from '../verdict/judgement.ts'
import {
  inconclusiveSentence,
  isLost,
  lostBecause,
  story,
  type SentenceParts,
} from '../verdict/verdict-sentence.ts'
import { writesText } from '../writes/writes-sentence.ts'
import type { Noise } from './judge-placebo.ts'

type Text = Required<LocalizedText>

/** What failed without the mechanism. */
const failed = (parts: SentenceParts): Text => {
  if (isLost(parts)) return lostBecause(parts)
  const writes = parts.writes && (parts.writes.lost > 0 || parts.writes.duplicated > 0)
  if (writes && parts.writes) return writesText(parts.writes)
  const good = percentText(parts.availability?.ratio ?? 0)
  return { en: `only ${good} of the answers were good`, ja: `良い応答は ${good} だけです` }
}

/** The sentence of a run without one mechanism. */
export const ablationSentence = (parts: SentenceParts): Text => {
  if (parts.outcome === 'inconclusive') return inconclusiveSentence(parts)
  if (parts.outcome === 'met') {
    const why = failed(parts)
    return {
      en: `Without the mechanism it does not stand, as it should be: ${why.en}.`,
      ja: `しくみを外すと耐えられません（想定どおり）：${why.ja}。`,
    }
  }
  const what = story(parts)
  return {
    en: `It stands without the mechanism, too (${what.en}): something else healed it.`,
    ja: `しくみを外しても耐えました（${what.ja}）。治したのは別の何かです。`,
  }
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

const noiseText = ({ badSamples, touches, changes, alerts }: Noise): Text => {
  const en = [
    ...(badSamples > 0 ? [counted(badSamples, 'bad answer', 'bad answers')] : []),
    ...(alerts.length > 0 ? [`an alert (${alerts.join(', ')})`] : []),
    ...(changes.length > 0 ? [`changes (${changes.join(', ')})`] : []),
    ...(touches > 0 ? [counted(touches, 'touch', 'touches')] : []),
  ]
  const ja = [
    ...(badSamples > 0 ? [`異常な応答 ${badSamples} 回`] : []),
    ...(alerts.length > 0 ? [`アラート（${alerts.join('、')}）`] : []),
    ...(changes.length > 0 ? [`変更（${changes.join('、')}）`] : []),
    ...(touches > 0 ? [`手出し ${touches} 回`] : []),
  ]
  return { en: en.join(', '), ja: ja.join('、') }
}

/** The sentence of a watch without a fault. */
export const placeboSentence = (judged: Judged, noise: Noise, samples: number): Text => {
  if (judged.outcome === 'inconclusive') return inconclusiveSentence(judged)
  if (judged.outcome === 'met')
    return {
      en: `Quiet without a fault: not one bad answer in ${samples} probes, no alert, no change, no hands.`,
      ja: `障害なしでは静か：${samples} 回のプローブに異常な応答なし、アラートも変更も手出しもなし。`,
    }
  const text = noiseText(noise)
  return {
    en: `Not quiet without a fault: ${text.en}. What the real run shows need not come from the fault.`,
    ja: `障害なしでも静かではありません：${text.ja}。本番の結果が障害のせいとは限りません。`,
  }
}
