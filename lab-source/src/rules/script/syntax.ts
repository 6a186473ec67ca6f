import { spawnSync } from 'node:child_process'
import { textOf } from '../../lab-folder.ts'
import { errorRule, type Finding, type Rule } from '../rule.ts'
import { scriptUses } from './scripts.ts'

const shell = /^#!\s*(?:\/usr\/bin\/env\s+|\/(?:usr\/)?bin\/)(?:ba)?sh\b/

/** Nothing of the caller's: `BASH_ENV` would be read, and messages would come in another language. */
const environment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' }
const longestMs = 5_000

/** Gives what bash says of a script that it reads and does not run; none where there is no bash. */
const syntaxErrors = (script: string): { line: number; message: string }[] => {
  const { status, stderr } = spawnSync('bash', ['-n'], {
    ...{ input: script, env: environment, encoding: 'utf8', timeout: longestMs },
  })
  if (status === 0 || status === null) return []
  return stderr.split('\n').flatMap((text) => {
    const [, line, message = ''] = /^bash: line (\d+): (.*)$/.exec(text) ?? []
    // It repeats the line that it stumbled over: `…'.
    return line === undefined || message.startsWith('`') ? [] : [{ line: Number(line), message }]
  })
}

export const syntaxRules: Rule[] = [
  errorRule(
    'script-syntax',
    'Every shell script that the lab names can be read by bash (checked where there is a bash).',
    ({ lab, assets }) => {
      const names = new Set(scriptUses(lab).map(({ script }) => script))
      return [...names].flatMap((file): Finding[] => {
        const text = file.endsWith('.sh') ? textOf(assets, file) : undefined
        if (text === undefined || !shell.test(text)) return []
        return syntaxErrors(text).map(({ line, message }) => ({
          file,
          line,
          message: `bash says: ${message}.`,
        }))
      })
    },
  ),
]
