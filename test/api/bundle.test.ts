import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signedText, type BundleManifest } from '@noops-dojo/contracts'
import { httpGradingServer } from '../../cli/src/client/http-grading-server.ts'
import { sha256 } from '../../cli/src/evidence/bundle-parts.ts'
import { fingerprintOf } from '../../cli/src/evidence/public-key.ts'
import { verifyBundle } from '../../cli/src/evidence/verify-bundle.ts'
import { BundleWriter } from '../../server/src/domain/evidence/bundle-writer.ts'
import { aBundle } from '../../server/src/testing/a-bundle.ts'
import { keys, TestApp } from './test-app.ts'

type Json = Record<string, unknown>
const { text, bytes, attemptId, signer } = await aBundle()
const lines = text.split('\n').slice(0, -1)
const { lines: entries } = JSON.parse(lines.at(-2) as string) as BundleManifest
const names = [...entries.map(({ name }) => name), 'manifest', 'signature']
const parsed = lines.map((line) => JSON.parse(line) as Json)
const indexOf = (kind: string) => parsed.findIndex(({ line }) => line === kind)
const verify = (changed: readonly string[]) => verifyBundle(Buffer.from(`${changed.join('\n')}\n`))
const sentence = (changed: readonly string[]) => verify(changed).sentence

/** Writes a bundle anew with the dojo's own key: what the signature alone cannot see. */
const rewritten = (change: (lines: Json[]) => void): string => {
  const content = structuredClone(parsed.slice(0, -2))
  change(content)
  const writer = new BundleWriter()
  return (
    content.map((line) => writer.line(line as never)).join('') + writer.end((signed) => signer.sign(signed))
  )
}
const problemOf = (change: (lines: Json[]) => void) => verifyBundle(Buffer.from(rewritten(change)))

describe('an untouched bundle', () => {
  it('is genuine, also against the fingerprint of the dojo’s key', () => {
    const result = verifyBundle(bytes, fingerprintOf(signer.publicKey))
    expect(result).toMatchObject({ state: 'genuine', notes: [] })
    expect(result.sentence).toMatch(/^Genuine: \d+ events, 2 attempts, \d{3,} samples of sandbox/)
  })

  it('says that a file cannot tell whose key it is', () => {
    expect(verifyBundle(bytes).notes).toEqual([expect.stringContaining('--key')])
  })

  it('has every kind of line, the samples of the verdict, and no seed of the attempt that runs', () => {
    expect(new Set(parsed.map(({ line }) => line))).toEqual(
      new Set(['header', 'event', 'samples', 'attempt', 'manifest', 'signature']),
    )
    const { seals } = parsed[0] as { seals: { seed: string | null }[] }
    expect(seals.map(({ seed }) => seed === null)).toEqual([false, true])
    expect(parsed.filter(({ line, attemptId: of }) => line === 'samples' && of === attemptId)).not.toEqual([])
  })
})

const lineAt = (position: number): number => {
  let end = 0
  return lines.findIndex((line) => (end += Buffer.byteLength(line) + 1) > position)
}
/** What a sentence must say when the byte at this position was changed. */
const expected = (position: number): RegExp => {
  const index = lineAt(position)
  const name = (names[index] as string).replaceAll(/[()]/g, '\\$&')
  const isLineFeed = bytes[position] === 10
  if (isLineFeed && names[index] === 'manifest') return /end of the file/
  if (isLineFeed && names[index + 1] === 'manifest') return /line break before the manifest/
  return new RegExp(`the ${name} was changed|${name} was changed`)
}
const check = (position: number, to: number) => {
  const copy = Buffer.from(bytes)
  copy[position] = to
  const result = verifyBundle(copy)
  expect({ position, to, state: result.state }).toEqual({ position, to, state: 'changed' })
  expect(result.sentence).toMatch(expected(position))
}

describe('one changed byte', () => {
  const starts = lines.map((_, index) =>
    Buffer.byteLength(
      lines
        .slice(0, index)
        .map((line) => `${line}\n`)
        .join(''),
    ),
  )

  it('is seen at the beginning, in the middle, at the end and at the line break of every line', () => {
    for (const [index, start] of starts.entries()) {
      const length = Buffer.byteLength(lines[index] as string)
      const places = [0, 1, 10, length >> 1, length - 2, length - 1, length].map((place) => start + place)
      for (const place of places) for (const bit of [1, 0x20]) check(place, (bytes[place] as number) ^ bit)
    }
  })

  it('is seen at every position of header and signature', () => {
    const ends = [
      [0, starts[1] as number],
      [starts.at(-1) as number, bytes.length],
    ] as const
    for (const [from, to] of ends)
      for (let at = from; at < to; at += 1) check(at, (bytes[at] as number) ^ (1 << (at % 8)))
  })

  it('is seen wherever it is and whatever it becomes', () => {
    const place = fc.integer({ min: 0, max: bytes.length - 1 })
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), (at, flip) =>
        check(at, (bytes[at] as number) ^ flip),
      ),
      { numRuns: 500 },
    )
  })
})

describe('more than a byte', () => {
  const event = indexOf('event') + 2

  it('names a line that was removed, added, doubled or moved', () => {
    const name = names[event] as string
    expect(sentence(lines.toSpliced(event, 1))).toBe(`Changed: a line was removed: ${name}.`)
    expect(sentence(lines.toSpliced(event + 1, 0, lines[event] as string))).toBe(
      `Changed: a line was added after ${name}.`,
    )
    const swapped = lines.with(event, lines[event + 1] as string).with(event + 1, lines[event] as string)
    expect(sentence(swapped)).toBe(`Changed: 2 lines from ${name} on were put in another order.`)
    expect(sentence(lines.toSpliced(event, 3))).toMatch(/^Changed: 3 lines were removed, from event 3/)
  })

  it('names an end that was cut off, doubled or appended to', () => {
    expect(sentence(lines.slice(0, -1))).toBe('Changed: the signature was removed.')
    expect(sentence(lines.slice(0, -2))).toMatch(/end of the file was changed or cut off/)
    expect(sentence(lines.toSpliced(-2, 1))).toMatch(/manifest was changed or removed/)
    expect(sentence([...lines, '{}'])).toMatch(/added after the signature/)
    expect(sentence([...lines, lines.at(-1) as string])).toMatch(/manifest and the signature/)
    expect(verifyBundle(bytes.subarray(0, bytes.length >> 1)).state).toBe('changed')
    expect(verifyBundle(bytes.subarray(0, -1)).sentence).toMatch(/line break at its end/)
  })

  it('sees the same JSON written in another way', () => {
    const spaced = lines.with(-1, JSON.stringify(parsed.at(-1), null, 1).replaceAll('\n', ' '))
    expect(sentence(spaced)).toBe('Changed: the signature was changed.')
  })

  it('sees a bundle that was written anew and signed with another key, when the key is known', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const hex = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex')
    const content = parsed
      .slice(0, -2)
      .map((line) => (line.line === 'header' ? { ...line, publicKey: hex } : line))
    const writer = new BundleWriter()
    const forged = Buffer.from(
      content.map((line) => writer.line(line as never)).join('') +
        writer.end((signed) => sign(null, Buffer.from(signed), privateKey).toString('hex')),
    )
    expect(verifyBundle(forged).state).toBe('genuine')
    expect(verifyBundle(forged, fingerprintOf(signer.publicKey))).toMatchObject({
      state: 'changed',
      sentence: expect.stringContaining('not with the one that was given') as string,
    })
  })

  it('does not take a signature over something else', () => {
    const manifest = lines.at(-2) as string
    const signature = { ...parsed.at(-1), signature: signer.sign(manifest) }
    expect(signedText(sha256(manifest))).not.toBe(manifest)
    const keys = Object.entries(signature).sort(([a], [b]) => (a < b ? -1 : 1))
    expect(sentence(lines.with(-1, JSON.stringify(Object.fromEntries(keys))))).toMatch(
      /signature was changed/,
    )
  })
})

describe('a bundle that contradicts itself under a good signature', () => {
  const attemptOf = (content: Json[]) =>
    (content.find(({ line }) => line === 'attempt') as { attempt: Json & { verdict: Json } }).attempt

  it('is seen by the event chain', () => {
    const result = problemOf((content) => {
      const { event } = content[4] as { event: { data: Json } }
      event.data['forged'] = true
    })
    expect(result.sentence).toBe('Changed: event 4 was changed after it was logged.')
    expect(problemOf((content) => content.splice(4, 1)).sentence).toBe(
      'Changed: event 4 is missing from the log.',
    )
  })

  it('is seen by the seal', () => {
    const result = problemOf((content) => {
      ;(content[0] as { seals: Json[] }).seals[0]!['seed'] = 'another'
    })
    expect(result.sentence).toMatch(
      /^Changed: the seed of attempt .* is not the one that was sealed before it/,
    )
  })

  it('is seen by the verdict of the log, and by the samples', () => {
    const other = problemOf((content) => {
      attemptOf(content).verdict['outcome'] = 'unmet'
    })
    expect(other.sentence).toMatch(/^Changed: the verdict of attempt .* is not the one of event \d+/)
    const flipped = problemOf((content) => {
      const verdict = attemptOf(content).verdict as { from: number }
      const all = content.flatMap((line) =>
        line['line'] === 'samples' ? (line['samples'] as number[][]) : [],
      )
      const inside = all.find(([at, isGood]) => (at as number) > verdict.from && isGood === 0) as number[]
      inside[1] = 1
    })
    expect(flipped.sentence).toMatch(/counts (\d+) good of (\d+) samples, its samples are \d+ of \2/)
  })
})

it('a verdict whose availability was counted from another probe of its attempt is not accused', () => {
  const result = problemOf((content) => {
    for (const line of content) if (line['line'] === 'samples') line['probe'] = 'service'
  })
  expect(result.state).toBe('genuine')
})

describe('what is no bundle', () => {
  it.each([
    ['', /nothing in it/],
    ['hello\n', /nothing in it/],
    ['{"format":"noops-dojo/export/v1"}\n', /noops-dojo\/export\/v1/],
    ['\0\0\0', /nothing in it/],
  ])('is said to be none: %j', (content, reason) => {
    const result = verifyBundle(Buffer.from(content))
    expect(result.state).toBe('not-a-bundle')
    expect(result.sentence).toMatch(reason)
  })
})

describe('GET …/bundle', () => {
  let test: TestApp
  beforeAll(async () => {
    test = await TestApp.start()
    await test.sandbox()
  })
  afterAll(() => test.stop())

  it('is a file to download that verifies, for a log of many pages', async () => {
    const learner = await test.learner()
    const event = { sandboxId: 'sandbox001', at: 1, kind: 'touch.ui', actor: 'learner', data: {} } as const
    await test.fakes.events.append(Array.from({ length: 2_500 }, () => event))
    const answer = await test.http.get('/api/sandboxes/sandbox001/bundle').set('cookie', learner).buffer(true)
    expect(answer.headers['content-type']).toContain('application/x-ndjson')
    expect(answer.headers['content-disposition']).toContain('sandbox001.evidence.ndjson')
    const result = verifyBundle(Buffer.from(answer.text ?? String(answer.body)))
    expect(result.sentence).toMatch(/^Genuine: 2500 events, 0 attempts, 0 samples of sandbox sandbox001/)
  })

  it('is what dojo grade keeps, byte for byte; a refusal reaches it with its reason', async () => {
    const server = httpGradingServer(await test.app.getUrl(), keys.graderToken)
    expect(verifyBundle(Buffer.from(await server.bundle('sandbox001'))).state).toBe('genuine')
    await expect(server.bundle('sandboxxxx')).rejects.toMatchObject({ code: 'SANDBOX_NOT_FOUND' })
  })

  it('is written without images while the engine is away', async () => {
    test.fakes.topology.isAway = true
    const answer = await test.http
      .get('/api/sandboxes/sandbox001/bundle')
      .set('cookie', test.instructor)
      .buffer(true)
    expect(verifyBundle(Buffer.from(answer.text ?? String(answer.body))).state).toBe('genuine')
  })
})
