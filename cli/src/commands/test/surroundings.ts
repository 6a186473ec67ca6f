import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installPackages } from '../../../../tools/apt.ts'
import { output } from '../../../../tools/command.ts'
import { instanceLabel, removeObjects } from '../../engine/remove-objects.ts'
import { freePort } from '../../parts/start-parts.ts'
import type { Settings } from '../../launcher/settings.ts'

/** Settings of a dojo that exists for one test run: its own name, data folder and port, beside any running one. */
export const testSettings = async (base: Settings): Promise<Settings> => ({
  ...base,
  instance: `test-${Math.random().toString(36).slice(2, 8)}`,
  dataDir: mkdtempSync(join(tmpdir(), 'dojo-test-')),
  host: '127.0.0.1',
  port: await freePort('127.0.0.1'),
  tls: undefined,
})

const chromium = '/usr/bin/chromium'

/** Makes sure that there is a Chromium for the browser tests. Gives how it came. */
export const ensureChromium = async (onLine: (line: string) => void): Promise<string> => {
  if (existsSync(chromium)) return 'present'
  await installPackages(['chromium', 'fonts-noto-cjk'], onLine)
  return 'installed'
}

/** Gives every instance that has something in the engine. */
export const instancesInEngine = async (): Promise<Set<string>> => {
  const kinds = [
    ['ps', '-a'],
    ['network', 'ls'],
    ['volume', 'ls'],
    ['service', 'ls'],
  ]
  const names = await Promise.all(
    kinds.map(async (kind) => {
      const isService = kind[0] === 'service'
      const listed = await output('docker', [...kind, '-q', '--filter', `label=${instanceLabel}`])
      if (listed === '') return []
      const path = isService
        ? `{{index .Spec.Labels "${instanceLabel}"}}`
        : kind[0] === 'ps'
          ? `{{index .Config.Labels "${instanceLabel}"}}`
          : `{{index .Labels "${instanceLabel}"}}`
      const command = kind[0] === 'ps' ? ['inspect'] : [kind[0] as string, 'inspect']
      return (await output('docker', [...command, '--format', path, ...new Set(listed.split('\n'))])).split(
        '\n',
      )
    }),
  )
  return new Set(names.flat().filter(Boolean))
}

/**
 * Removes what tests left in the engine. In an engine that this run started everything new is its own; in one that
 * was there before, another's tests may run beside it: what is left is named and stays. Gives the names that stay.
 */
export const sweep = async (
  before: ReadonlySet<string>,
  options: { readonly own: string; readonly isOwnEngine: boolean },
): Promise<string[]> => {
  await removeObjects(options.own)
  const left = [...(await instancesInEngine())].filter((name) => !before.has(name))
  if (!options.isOwnEngine) return left
  for (const name of left) await removeObjects(name)
  return []
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })
