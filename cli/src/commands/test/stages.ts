export interface Stage {
  readonly name: string
  readonly about: string
  /** What Node runs; `{report}` becomes the path of the JSON report. */
  readonly argv: readonly string[]
  readonly limitMinutes: number
  readonly needsChromium?: boolean
}

const vitest = (project: string): string[] => [
  ...['node_modules/vitest/vitest.mjs', 'run', '--project', project],
  ...['--reporter=default', '--reporter=json', '--outputFile.json={report}'],
]

/** The stages in their order: what fails soonest comes first. */
export const stages: readonly Stage[] = [
  {
    name: 'check',
    about: 'types, lint, format, rules, unit tests',
    argv: ['tools/check.ts'],
    limitMinutes: 8,
  },
  { name: 'api', about: 'the HTTP API, authorisation first', argv: vitest('api'), limitMinutes: 10 },
  {
    name: 'integration',
    about: 'parts together, on a real engine',
    argv: vitest('integration'),
    limitMinutes: 25,
  },
  {
    name: 'faults',
    about: 'every fault on a real engine: it bites, it ends, nothing of it stays',
    argv: vitest('faults'),
    limitMinutes: 25,
  },
  { name: 'labs', about: 'each lab both ways', argv: vitest('labs'), limitMinutes: 40 },
  {
    name: 'e2e',
    about: 'a whole lab in a browser',
    argv: vitest('e2e'),
    limitMinutes: 15,
    needsChromium: true,
  },
]

/** Gives the stages of some names in their order, all of them for none. Throws for a name that is none. */
export const pickStages = (names: readonly string[]): readonly Stage[] => {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name))
  if (unknown.length > 0)
    throw new Error(
      `There is no stage "${unknown.join('", "')}": use ${stages.map(({ name }) => name).join(', ')}.`,
    )
  return names.length === 0 ? stages : stages.filter(({ name }) => names.includes(name))
}
