import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { arch, hostname, release, type, version } from 'node:os'
import { resolve } from 'node:path'
import { discoveryOf } from '@noops-dojo/chaos-toolkit'
import { chaosExit, type ChaosExit } from '../../chaos/exit-codes.ts'
import { terminalNotes as notes } from '../../chaos/terminal-notes.ts'
import { readFaults } from '../fault/list.ts'

/**
 * `dojo chaos discover [package]`: writes what experiments can use here, in Chaos Toolkit’s format. A package that is
 * not known is an error on the screen and exit code 0, as with the real tool.
 */
export const discoverChaos = (name: string | undefined, path: string): ChaosExit => {
  const machine = {
    ...{ system: type(), node: hostname(), release: release(), version: version(), machine: arch() },
  }
  const discovery = discoveryOf(readFaults(), {
    ...{ id: randomUUID(), now: Date.now(), version: '0.1.0', machine },
    // The name of a distribution is accepted too, as `chaos discover` wants it.
    package: name
      ?.replace(/^chaostoolkit-docker-swarm$/, 'chaosswarm')
      .replace(/^chaostoolkit-toxiproxy$/, 'chaostoxi')
      .replace(/^chaostoolkit-prometheus$/, 'chaosprometheus'),
  })
  if ((discovery.activities as unknown[]).length === 0) {
    notes.error(`could not import extension module '${name}'`)
    return chaosExit.ok
  }
  writeFileSync(resolve(path), JSON.stringify(discovery, null, 2))
  notes.info(`Discovery outcome saved in ${path}`)
  return chaosExit.ok
}
