import { isInstalled, run, tailOf } from './command.ts'

const environment = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }

const install = (packages: readonly string[], onLine?: (line: string) => void) =>
  run('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { env: environment, onLine })

/**
 * Installs Debian packages. Throws with what the person can type when this is not root or not Debian, or with
 * apt's last lines when it fails.
 */
export const installPackages = async (
  packages: readonly string[],
  onLine?: (line: string) => void,
): Promise<void> => {
  const byHand = `apt-get install ${packages.join(' ')}`
  if (!(await isInstalled('apt-get')))
    throw new Error(`This is no Debian machine: install what "${byHand}" would, then try again.`)
  if (process.getuid?.() !== 0)
    throw new Error(`Only root may install packages. Run "sudo ${byHand}", then try again.`)
  // The lists of a new machine are empty or old, and asking for them costs seconds: only after a first failure.
  if ((await install(packages, onLine)).code === 0) return
  const update = await run('apt-get', ['update'], { env: environment, onLine })
  const second = await install(packages, onLine)
  if (second.code !== 0)
    throw new Error(`"${byHand}" failed:\n${tailOf(second)}\n${update.code === 0 ? '' : tailOf(update)}`)
}
