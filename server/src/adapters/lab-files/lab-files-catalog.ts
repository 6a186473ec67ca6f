import { loadCatalog, type LabLoad } from '@noops-dojo/lab-source'
import { labFaultProblem } from '../../domain/fault/registry.ts'
import type { Lab, LabProblem } from '../../domain/lab/lab.ts'
import { LabCatalog } from '../../domain/ports/lab-catalog.ts'

/** The labs of a folder `<root>/<track>/<NN-slug>`, read once when it is made. */
export class LabFilesCatalog extends LabCatalog {
  readonly #loads: readonly LabLoad[]

  constructor(root: string) {
    super()
    this.#loads = loadCatalog(root).map(withFaultProblems)
  }

  list(): readonly Lab[] {
    return this.#loads
      .flatMap(({ lab }) => (lab ? [lab] : []))
      .sort((a, b) => place(a).localeCompare(place(b)))
  }

  find(labId: string): Lab | undefined {
    return this.#loads.find((load) => load.lab?.id === labId)?.lab
  }

  broken(): readonly { labId: string; folder: string; problems: readonly LabProblem[] }[] {
    return this.#loads
      .filter(({ lab }) => lab === undefined)
      .map(({ labId, folder, problems }) => ({
        labId,
        folder,
        problems: problems.filter(({ severity }) => severity === 'error'),
      }))
  }
}

const place = ({ file: { metadata } }: Lab): string =>
  `${metadata.track}/${String(metadata.order).padStart(6, '0')}/${metadata.id}`

/** What only the registry knows: whether a fault’s parameters are right. */
const withFaultProblems = (load: LabLoad): LabLoad => {
  const problems = Object.entries(load.lab?.file.spec.faults ?? {}).flatMap(([id, fault]) => {
    const message = labFaultProblem(fault)
    return message === undefined
      ? []
      : [
          {
            file: 'lab.yaml',
            line: 0,
            column: 0,
            rule: 'fault-parameters',
            severity: 'error' as const,
            message: `spec.faults.${id}: ${message}.`,
          },
        ]
  })
  return problems.length === 0 ? load : { ...load, lab: undefined, problems: [...problems, ...load.problems] }
}
