import { PythonError } from '../failure/python-error.ts'

const translations: [RegExp, string][] = [
  [/\(\?P<(\w+)>/g, '(?<$1>'],
  [/\(\?P=(\w+)\)/g, '\\k<$1>'],
  [/(?<!\\)((?:\\\\)*)\\A/g, '$1(?<![\\s\\S])'],
  [/(?<!\\)((?:\\\\)*)\\Z/g, '$1(?![\\s\\S])'],
  [/\(\?#[^)]*\)/g, ''],
]

/**
 * Compiles a pattern of Python’s `re` as far as both engines agree: named groups, `\A`, `\Z`, comments and flags at the
 * start are translated. Throws PythonError (`re.error`) for what does not compile.
 */
export const compilePattern = (pattern: string): RegExp => {
  const flags = /^\(\?([aiLmsux]+)\)/.exec(pattern)
  let text = flags === null ? pattern : pattern.slice(flags[0].length)
  for (const [from, to] of translations) text = text.replace(from, to)
  if (flags?.[1]?.includes('x'))
    text = text.replace(/\\\s|\s+|#.*$/gm, (match) => (match[0] === '\\' ? match : ''))
  const kept = [...new Set(flags?.[1]?.replace(/[^ims]/g, '') ?? '')].join('')
  try {
    return new RegExp(text, kept)
  } catch (error) {
    const [, reason] = /: ([^:]*)$/.exec((error as Error).message) ?? []
    throw new PythonError('re.error', reason ?? (error as Error).message)
  }
}
