import colors from 'picocolors'
import type { Settings } from '../../launcher/settings.ts'
import { engineFindings } from './engine-findings.ts'
import type { Finding } from './finding.ts'
import { hostFindings } from './host-findings.ts'

/** Says in plain words how far learners are kept apart from each other and from the host. */
export const promiseOf = (findings: readonly Finding[]): string => {
  const level = (name: string) => findings.find((finding) => finding.name === name)?.level
  if (level('engine') === 'missing') return 'No engine, no promise.'
  if (level('engine') === 'below' || level('runc') === 'below')
    return (
      'Keeps honest learners apart and stops accidents. It does NOT hold against a learner who attacks: this engine ' +
      'or runc has known ways out of a container. Use it with people you trust, on a machine you can lose.'
    )
  if (level('user namespaces') === 'below')
    return (
      'No known way out of a container; learners are kept apart by the guard and by containers. A new hole in kernel ' +
      'or runc would give root on this machine: use one that holds nothing else.'
    )
  return 'No known way out of a container, and root in a container is nobody on the host. Containers share the kernel: a hole in it is shared too.'
}

const marks = { ok: colors.green('✓'), below: colors.yellow('!'), missing: colors.red('✗') }

const print = (findings: readonly Finding[], promise: string) => {
  for (const { name, level, found, advice } of findings) {
    console.log(`${marks[level]} ${name.padEnd(18)} ${found}`)
    if (advice !== '') console.log(`  ${''.padEnd(18)} ${colors.dim(advice)}`)
  }
  console.log(`\n${colors.bold('Isolation:')} ${promise}`)
}

/**
 * Looks at machine and engine and prints what is missing or below a floor, and which isolation can be promised.
 * Sets exit code 1 when something is missing or below a security floor.
 */
export const doctor = async (settings: Settings, isJson: boolean): Promise<void> => {
  const findings = [...(await hostFindings(settings)), ...(await engineFindings())]
  const promise = promiseOf(findings)
  const isWell = !findings.some(
    ({ name, level }) => level === 'missing' || (level === 'below' && ['engine', 'runc'].includes(name)),
  )
  if (isJson) console.log(JSON.stringify({ ok: isWell, promise, findings }, null, 2))
  else print(findings, promise)
  if (!isWell) process.exitCode = 1
}
