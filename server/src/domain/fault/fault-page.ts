import { z } from 'zod'
import type { Fault, Lift } from './fault.ts'
import { exampleParams, faults } from './registry.ts'

interface ParamSchema {
  readonly properties?: Record<string, { readonly default?: unknown; readonly description?: string }>
  readonly required?: readonly string[]
}

const lifts: Record<Lift, string> = {
  nothing: 'It is over at once; nothing is undone.',
  ends: 'It lasts until the dojo lifts it. What comes back only then did not heal.',
  repairs: 'It lasts until somebody repairs it; when the dojo has to, that is no healing.',
}

const targets: Record<Fault['targetKind'], string> = {
  container: 'one running container, also one of a service',
  service: 'a service',
  sandbox: 'the whole sandbox',
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const paramRows = (fault: Fault): string[] => {
  const { properties = {}, required = [] } = z.toJSONSchema(fault.params, { io: 'input' }) as ParamSchema
  return Object.entries(properties).map(([name, { default: given, description = '' }]) => {
    const without = required.includes(name) ? 'required' : 'none'
    const text = typeof given === 'string' ? given : JSON.stringify(given)
    const value = given === undefined ? without : `\`${text}\``
    return `| \`${name}\` | ${value} | ${cell(description)} |`
  })
}

const section = (fault: Fault): string => {
  const rows = paramRows(fault)
  const params =
    rows.length === 0
      ? 'No parameters.'
      : ['| Parameter | Default | What it says |', '| --- | --- | --- |', ...rows].join('\n')
  return `## \`${fault.name}\`

${fault.effect(exampleParams(fault), 'TARGET').en}

${params}

- **Target:** ${targets[fault.targetKind]}.
- **End:** ${lifts[fault.lift]}
- **Fidelity:** ${fault.rungs.map(({ rung, text }) => `${rung}: ${text.en}`).join('; else ')}.
`
}

/** Gives docs/faults.md: every fault of the registry with its parameters, end and fidelity. */
export const faultPage = (): string => `# Faults

Made from the registry (\`server/src/domain/fault\`); do not edit. A test compares this page with the registry, and
\`npm run test:unit -- server/src/domain/fault -u\` writes it anew. In a lab file a fault is used as

\`\`\`yaml
faults:
  crash: { use: container.crash, target: web }
\`\`\`

and its parameters stand under \`with\`. How to add one: [creating-a-fault.md](creating-a-fault.md).

${faults.map(section).join('\n')}`
