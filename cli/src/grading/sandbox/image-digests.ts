import { run } from '../../../../tools/command.ts'
import { namespace } from '../../../../tools/images/catalogue.ts'

/** Gives the engine’s image ids of a lab’s images and the workstation, as far as this machine’s engine has them. */
export const imageDigests = async (names: readonly string[]): Promise<Record<string, string>> => {
  const wanted = [...names, 'workstation:0.1', 'gateway:0.1']
  const found = await Promise.all(
    wanted.map(async (name) => {
      const format = ['image', 'inspect', '--format', '{{.Id}}', `${namespace}/${name}`]
      const { code, stdout } = await run('docker', format, { timeoutMs: 10_000 })
      return [name, code === 0 ? stdout.trim() : ''] as const
    }),
  )
  return Object.fromEntries(found.filter(([, digest]) => digest !== ''))
}
