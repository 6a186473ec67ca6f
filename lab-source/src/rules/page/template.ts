import { textOf } from '../../lab-folder.ts'
import { warningRule, type Rule } from '../rule.ts'

/** What `dojo lab new` writes to be replaced: it speaks to the author, not to a learner. */
export const templateTexts: readonly string[] = [
  'One line: what is broken, and what the learner will see.',
  '一行で: 何が壊れていて、学ぶ人が何を見るのか。',
  'Say why this matters, then what to do, then what to look at.',
  'なぜ大切なのか、何をするのか、何を見るのか。この順で書きます。',
]

const isRead = (path: string): boolean => path === 'lab.yaml' || /^content\/.*\.md$/.test(path)

export const templateRules: Rule[] = [
  warningRule(
    'template-text',
    'Nothing is left of the texts that dojo lab new writes to be replaced.',
    ({ assets }) =>
      assets
        .filter(({ path }) => isRead(path))
        .flatMap(({ path: file }) =>
          (textOf(assets, file) ?? '').split('\n').flatMap((line, index) => {
            const found = templateTexts.find((text) => line.includes(text))
            return found === undefined
              ? []
              : [
                  {
                    file,
                    line: index + 1,
                    message: `"${found}" is the template's: write what this lab says.`,
                  },
                ]
          }),
        ),
  ),
]
