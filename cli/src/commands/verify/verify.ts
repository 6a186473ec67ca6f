import { readFileSync } from 'node:fs'
import { fileReason } from '../../files/file-reason.ts'
import { readKeyArgument } from '../../evidence/public-key.ts'
import { verifyBundle, type Verification } from '../../evidence/verify-bundle.ts'

export interface VerifyFlags {
  readonly key?: string
  readonly json?: boolean
}

/** Exit codes of `dojo verify`. */
const codes: Record<Verification['state'], 0 | 1 | 4> = { genuine: 0, changed: 1, 'not-a-bundle': 4 }
const standardInput = 0

const print = ({ state, sentence, notes, fingerprint }: Verification): void => {
  const say = state === 'genuine' ? console.log : console.error
  say(`${state === 'genuine' ? '✓' : '✗'} ${sentence}`)
  if (fingerprint !== null) say(`  signed with ${fingerprint}`)
  for (const note of notes) say(`  ${note}`)
}

const readBundle = (bundle: string): Buffer => {
  try {
    return readFileSync(bundle === '-' ? standardInput : bundle)
  } catch (error) {
    throw new Error(
      `${bundle === '-' ? 'Standard input' : bundle} cannot be read: ${fileReason(error)}. Name an evidence bundle, *.evidence.ndjson.`,
      { cause: error },
    )
  }
}

/** `dojo verify`: says in one sentence whether the bundle is genuine, or what was changed. Gives the exit code. */
export const verify = (bundle: string, flags: VerifyFlags): 0 | 1 | 4 => {
  try {
    const expected = flags.key === undefined ? undefined : readKeyArgument(flags.key)
    const result = verifyBundle(readBundle(bundle), expected)
    if (flags.json === true) console.log(JSON.stringify(result, null, 2))
    else print(result)
    return codes[result.state]
  } catch (error) {
    console.error(`✗ ${error instanceof Error ? error.message : String(error)}`)
    return codes['not-a-bundle']
  }
}
