import { loadCatalog, type LabLoad } from '@noops-dojo/lab-source'
import type { Lab, LabProblem } from '../../domain/lab/lab.ts'
import { LabCatalog } from '../../domain/ports/lab-catalog.ts'

/** The labs of a folder `<root>/<track>/<NN-slug>`, read once when it is made. */
export class LabFilesCatalog extends LabCatalog {
  readonly #loads: readonly LabLoad[]

  constructor(root: string) {
    super()
    this.#loads = loadCatalog(root)
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
