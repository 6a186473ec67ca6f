import { actionForms } from '../content/action.ts'
import { readingRules, rules } from '../rules/index.ts'
import { checkSection, contentSection, introduction } from './prose.ts'
import { labJsonSchema, type Schema } from './json-schema.ts'
import { sectionsOf, type Section } from './sections.ts'
import { typeName } from './type-name.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const defaultOf = ({ default: value }: Schema): string =>
  value === undefined || (typeof value === 'object' && value !== null) ? '' : `\`${JSON.stringify(value)}\``

const row =
  (section: Section) =>
  ([key, schema]: [string, Schema]): string => {
    const isRequired = section.required.includes(key)
    const fallback = isRequired ? '**required**' : defaultOf(schema)
    return `| \`${key}\` | ${cell(typeName(schema))} | ${cell(fallback)} | ${cell(schema.description ?? '')} |`
  }

const table = (section: Section): string =>
  [
    `### ${section.title === '' ? 'lab.yaml' : `\`${section.title}\``}`,
    ...(section.description === undefined || section.title === '' ? [] : ['', section.description]),
    '',
    '| Key | Value | Default | Meaning |',
    '|---|---|---|---|',
    ...Object.entries(section.properties).map(row(section)),
  ].join('\n')

const actionTable = (): string =>
  [
    '| Action | Needs | May have | Written |',
    '|---|---|---|---|',
    ...Object.entries(actionForms).map(
      ([name, { required, optional, example }]) =>
        `| \`${name}\` | ${required.join(', ')} | ${optional.join(', ')} | \`${example.replace(/^```/, '')}\` |`,
    ),
  ].join('\n')

const ruleTable = (): string =>
  [
    '| Rule | What must hold | Else |',
    '|---|---|---|',
    ...[...readingRules, ...rules].map(
      ({ id, sentence, severity }) => `| \`${id}\` | ${cell(sentence)} | ${severity} |`,
    ),
  ].join('\n')

/** Gives docs/lab-format.md. */
export const referencePage = (): string =>
  [
    introduction,
    '## Keys',
    ...sectionsOf(labJsonSchema()).map(table),
    checkSection,
    contentSection,
    actionTable(),
    '## Rules of `dojo lab lint`',
    'An error makes the lab unusable: it is listed as broken, with its problems. A warning only asks for attention; `--strict` counts it as an error.',
    ruleTable(),
    '',
  ].join('\n\n')
