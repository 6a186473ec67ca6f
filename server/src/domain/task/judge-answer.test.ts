import { task as taskSchema, type Verdict } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { judgeAnswer, judgeVerdict, type QuizTask } from './judge-answer.ts'
import { freshProgress } from './judge-check.ts'

const quiz = taskSchema.parse({
  id: 'why',
  mode: 'quiz',
  title: { en: 'Why' },
  quiz: { ask: { en: 'Which?' }, answer: [{ en: 'Swarm' }, { en: 'dnsrr' }], distractors: [{ en: 'cron' }] },
}) as QuizTask
const answered = (...answers: string[]) => judgeAnswer(quiz, freshProgress('s', 'why'), answers, 5).state

describe('judgeAnswer', () => {
  it('is met by exactly the right choices in any order', () => {
    expect(answered('dnsrr', 'Swarm')).toBe('met')
  })

  it.each([[[]], [['Swarm']], [['Swarm', 'dnsrr', 'cron']], [['Swarm', 'Swarm']]])(
    'is not met by %j',
    (answers) => {
      expect(answered(...answers)).toBe('unmet')
    },
  )

  it('stays met after a wrong answer', () => {
    const right = judgeAnswer(quiz, freshProgress('s', 'why'), ['Swarm', 'dnsrr'], 5)
    expect(judgeAnswer(quiz, right, ['cron'], 6)).toEqual(right)
  })
})

describe('judgeVerdict', () => {
  const verdict = (outcome: Verdict['outcome']) => ({ outcome }) as Verdict

  it('latches a met verdict', () => {
    const won = judgeVerdict(freshProgress('s', 't'), verdict('met'), 7)
    expect(won).toMatchObject({ state: 'met', share: 1, metAt: 7 })
    expect(judgeVerdict(won, verdict('unmet'), 8)).toEqual(won)
  })

  it('keeps an inconclusive attempt apart from a lost one', () => {
    expect(judgeVerdict(freshProgress('s', 't'), verdict('inconclusive'), 7).state).toBe('inconclusive')
    expect(judgeVerdict(freshProgress('s', 't'), verdict('unmet'), 7).state).toBe('unmet')
  })
})
