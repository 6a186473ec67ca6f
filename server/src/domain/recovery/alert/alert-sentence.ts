import type { Detection, LocalizedText, OutageInterval, Touch } from '@noops-dojo/contracts'
import type { Judged } from '../verdict/judgement.ts'
import { intervalText, secondsText } from '../verdict/times-in-words.ts'
import { handsOf, inconclusiveSentence } from '../verdict/verdict-sentence.ts'

type Text = Required<LocalizedText>

export interface AlertSentenceParts extends Judged {
  readonly detection: Detection
  readonly touches: readonly Touch[]
  readonly touchSeconds: number
  readonly fireWithinMs: number
  readonly resolveWithinMs: number
}

const unknown: OutageInterval = { minMs: 0, maxMs: null }

const failures = (parts: AlertSentenceParts): Partial<Record<Judged['reason'], Text>> => {
  const { detection, fireWithinMs, resolveWithinMs } = parts
  const fired = intervalText(detection.fired ?? unknown)
  const resolved = intervalText(detection.resolved ?? unknown)
  const fireWithin = secondsText(fireWithinMs)
  const resolveWithin = secondsText(resolveWithinMs)
  const { falseAlarms } = detection
  return {
    'alert-false': {
      en: `The alert fired ${falseAlarms === 1 ? 'once' : `${falseAlarms} times`} while nothing was wrong.`,
      ja: `何も起きていないのに、アラートが ${falseAlarms} 回鳴りました。`,
    },
    'alert-missing': {
      en: `The alert did not fire; ${fireWithin.en} were allowed.`,
      ja: `アラートが鳴りませんでした（許されたのは ${fireWithin.ja} 以内）。`,
    },
    'alert-late': {
      en: `The alert fired ${fired.en} after the fault, but ${fireWithin.en} were asked for.`,
      ja: `アラートは障害から ${fired.ja} 後に鳴りましたが、求められたのは ${fireWithin.ja} 以内です。`,
    },
    'alert-stuck': {
      en: `The alert fired, but was silent only ${resolved.en} after the fault was over; ${resolveWithin.en} were asked for.`,
      ja: `アラートは鳴りましたが、静まるまでに障害の終わりから ${resolved.ja} かかりました（求められたのは ${resolveWithin.ja} 以内）。`,
    },
  }
}

/** The sentence of an alert attempt. */
export const alertSentence = (parts: AlertSentenceParts): Text => {
  if (parts.outcome === 'inconclusive') return inconclusiveSentence(parts)
  const failure = failures(parts)[parts.reason]
  if (failure) return failure
  const hands = handsOf(parts)
  const fired = intervalText(parts.detection.fired ?? unknown)
  const resolved = intervalText(parts.detection.resolved ?? unknown)
  const what = {
    en: `The alert fired ${fired.en} after the fault and was silent ${resolved.en} after it was over`,
    ja: `アラートは障害から ${fired.ja} 後に鳴り、障害の終わりから ${resolved.ja} 後に静まりました`,
  }
  if (parts.reason === 'touched' && parts.detection.fired === null)
    return { en: `Hands were in it: ${hands.en}.`, ja: `人の手が入りました：${hands.ja}。` }
  return parts.reason === 'touched'
    ? { en: `${what.en}, but with hands: ${hands.en}.`, ja: `${what.ja}。ただし${hands.ja}。` }
    : { en: `${what.en}, ${hands.en}.`, ja: `${what.ja}（${hands.ja}）。` }
}
