import { labFile } from '@noops-dojo/contracts'
import type { Lab, LabAsset, LabProblem } from '../domain/lab/lab.ts'
import { LabCatalog } from '../domain/ports/lab-catalog.ts'

/** A file of a test lab. */
export const anAsset = (path: string, text: string, executable = true): LabAsset => ({
  path,
  bytes: new TextEncoder().encode(text),
  executable,
})

/** A small valid lab; `spec` goes over the file’s own, `assets` are its other files. */
export const aLab = (
  over: { id?: string; spec?: Record<string, unknown>; assets?: LabAsset[]; digest?: string } = {},
): Lab => {
  const id = over.id ?? 'first-steps'
  const file = labFile.parse({
    apiVersion: 'noops.dojo/v1',
    kind: 'Lab',
    metadata: { id, title: { en: id }, summary: { en: id }, track: 'test', duration: '5m' },
    spec: {
      tasks: [{ id: 'running', mode: 'once', title: { en: 'It runs' }, check: { run: 'checks/running.sh' } }],
      solution: 'solution/solve.sh',
      ...over.spec,
    },
  })
  const assets = over.assets ?? [anAsset('checks/running.sh', '#!/bin/sh\nexit 0\n')]
  return { id, file, content: {}, assets, digest: over.digest ?? `digest-of-${id}`, folder: `/labs/${id}` }
}

/** A catalogue of the given labs. */
export class FakeLabCatalog extends LabCatalog {
  readonly labs: Lab[]
  readonly problems: { labId: string; folder: string; problems: LabProblem[] }[] = []

  constructor(...labs: Lab[]) {
    super()
    this.labs = labs
  }

  list(): readonly Lab[] {
    return this.labs
  }

  find(labId: string): Lab | undefined {
    return this.labs.find(({ id }) => id === labId)
  }

  broken(): readonly { labId: string; folder: string; problems: readonly LabProblem[] }[] {
    return this.problems
  }
}
