import { duration } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fieldsOf, readField, readForm, refusedParam, textOf } from './param-form.ts'

const schema = z.toJSONSchema(
  z.strictObject({
    latency: duration.describe('Added to each packet.'),
    percent: z.number().min(0).max(100).default(30),
    workers: z.number().int().min(1).max(8).default(2),
    direction: z.enum(['egress', 'ingress']).default('egress'),
    names: z.array(z.string()).optional(),
    label: z.string().max(5).optional(),
    isLoud: z.boolean().default(false),
    nested: z.record(z.string(), z.number()).optional(),
    for: duration.default('10s'),
  }),
  { io: 'input' },
) as Record<string, unknown>
const fields = fieldsOf(schema)
const field = (name: string) => fields.find((one) => one.name === name) ?? fields[0]!

describe('the form of a fault', () => {
  it('knows the kind of every parameter from the schema that zod writes', () => {
    expect(fields.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'latency duration',
      'percent number',
      'workers integer',
      'direction choice',
      'names list',
      'label text',
      'isLoud flag',
      'nested json',
      'for duration',
    ])
  })

  it('asks for what has no default and shows the default of the rest', () => {
    expect(fields.filter((one) => one.isRequired).map(({ name }) => name)).toEqual(['latency'])
    expect(textOf(field('for').fallback)).toBe('10s')
    expect(field('percent').unit).toBe('%')
  })

  it('gives the values with their types and leaves out what was left empty', () => {
    const texts = { latency: '300ms', percent: '12.5', workers: '3', names: 'a, b', isLoud: 'true', for: '' }
    expect(readForm(fields, texts)).toEqual({
      values: { latency: '300ms', percent: 12.5, workers: 3, names: ['a', 'b'], isLoud: true },
      problems: {},
    })
  })

  it.each([
    ['latency', '', 'required', ''],
    ['latency', '3 apples', 'duration', ''],
    ['percent', 'some', 'number', ''],
    ['percent', '101', 'atMost', '100%'],
    ['percent', '-1', 'atLeast', '0%'],
    ['workers', '1.5', 'integer', ''],
    ['workers', '9', 'atMost', '8'],
    ['direction', 'sideways', 'choice', ''],
    ['label', 'too long', 'tooLong', '5'],
    ['nested', '{', 'json', ''],
  ])('says at %s what is wrong with “%s”', (name, text, kind, limit) => {
    expect(readField(field(name), text)).toEqual({ problem: { kind, limit } })
  })

  it('takes a share with its sign', () => {
    expect(readField(field('percent'), '40 %')).toEqual({ value: 40 })
  })

  it('does not take the bounds of whole numbers for a limit of the author', () => {
    const [port] = fieldsOf(z.toJSONSchema(z.object({ port: z.number().int() })) as Record<string, unknown>)
    expect(port).toMatchObject({ least: null, most: null })
  })

  it('finds the parameter that the server refuses', () => {
    expect(refusedParam('network.delay, with.for: a fault lasts 10 minutes at most')).toBe('for')
    expect(refusedParam('the target is gone')).toBeUndefined()
  })
})
