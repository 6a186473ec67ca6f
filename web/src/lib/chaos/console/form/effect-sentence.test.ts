import { describe, expect, it } from 'vitest'
import { effectSentence, readableTexts } from './effect-sentence.ts'
import { fieldsOf, readForm } from './param-form.ts'

const duration = (fallback: string) => ({
  type: 'string',
  pattern: String.raw`^\d+(\.\d+)?(ms|s|m|h)$`,
  default: fallback,
})
const fields = fieldsOf({
  properties: {
    latency: duration('300ms'),
    jitter: duration('50ms'),
    for: duration('10s'),
    image: { type: 'string' },
  },
})
const sentence = 'Delays TARGET by 300ms ± 50ms for 10s; TARGET goes on then.'

describe('the sentence about what will happen', () => {
  it('names the target wherever it stands', () => {
    expect(effectSentence(sentence, fields, {}, 'api').text).toBe(
      'Delays api by 300ms ± 50ms for 10s; api goes on then.',
    )
  })

  it('has the chosen values in the place of the default ones', () => {
    const texts = { latency: '50ms', jitter: '1s', for: '2m' }
    expect(effectSentence(sentence, fields, texts, 'api')).toEqual({
      text: 'Delays api by 50ms ± 1s for 2m; api goes on then.',
      beside: [],
    })
  })

  it('gives back what it cannot place instead of hiding it', () => {
    const same = fieldsOf({ properties: { every: duration('10s'), for: duration('10s') } })
    expect(effectSentence('Every 10s, for 10s.', same, { every: '1s' }, '')).toEqual({
      text: 'Every 10s, for 10s.',
      beside: ['every'],
    })
    expect(effectSentence(sentence, fields, { image: 'x:2' }, 'api').beside).toEqual(['image'])
  })

  it('does not repeat what cannot be read', () => {
    const texts = { latency: '2 apples', jitter: 'banana', for: '5s' }
    const { problems } = readForm(fields, texts)
    expect(effectSentence(sentence, fields, readableTexts(texts, problems), 'api').text).toBe(
      'Delays api by … ± … for 5s; api goes on then.',
    )
  })

  it('does not take a part of a number for the number', () => {
    const one = fieldsOf({ properties: { for: duration('0s') } })
    expect(effectSentence('Takes 10s or 0.5s.', one, { for: '3s' }, '').beside).toEqual(['for'])
  })

  it('replaces the example of a parameter that has no default', () => {
    expect(
      effectSentence('Updates TARGET to web:2.0.', fields, { image: 'api:9' }, 'api', { image: 'web:2.0' })
        .text,
    ).toBe('Updates api to api:9.')
  })

  it('reads Japanese, where no space stands beside a value', () => {
    expect(effectSentence('TARGET を10s止めます。', fields, { for: '3s' }, 'web').text).toBe(
      'web を3s止めます。',
    )
  })
})
