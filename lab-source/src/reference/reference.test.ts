import { labFile } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { labJsonSchema } from './json-schema.ts'
import { referencePage } from './reference-page.ts'
import { currentText, generatedFiles } from './write.ts'

describe('the generated reference', () => {
  it('is what "node lab-source/src/write-reference.ts" writes', async () => {
    for (const { path, text } of await generatedFiles())
      expect(currentText(path), `${path} is out of date: node lab-source/src/write-reference.ts`).toBe(text)
  })

  it('has every key of the schema', () => {
    const keys = new Set<string>()
    const collect = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      const { properties, ...rest } = value as { properties?: Record<string, unknown> }
      for (const key of Object.keys(properties ?? {})) keys.add(key)
      Object.values(properties ?? {}).forEach(collect)
      Object.values(rest).forEach(collect)
    }
    collect(labJsonSchema())
    const page = referencePage()
    const texts = ['en', 'ja']
    const missing = [...keys].filter((key) => !texts.includes(key) && !page.includes(`\`${key}\``))
    expect(keys.size).toBeGreaterThan(50)
    expect(missing).toEqual([])
  })

  it('refuses unknown keys and leaves out what has a default', () => {
    const schema = labJsonSchema()
    expect(schema.additionalProperties).toBe(false)
    expect(schema.properties?.spec?.required).toEqual(['tasks', 'solution'])
    expect(labFile.safeParse({}).success).toBe(false)
  })
})
