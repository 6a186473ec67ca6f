import { SandboxStore, type DecidedOn } from '../../domain/ports/store/sandbox-store.ts'
import type { LabStart } from '../../domain/classroom/preparation.ts'
import { isLive } from '../../domain/sandbox/sandbox-state.ts'
import type { Sandbox, SandboxChange } from '../../domain/sandbox/sandbox.ts'

const byAge = (a: Sandbox, b: Sandbox) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)
const given = (change: SandboxChange): SandboxChange =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))

export class MemorySandboxStore extends SandboxStore {
  readonly rows = new Map<string, Sandbox>()

  async insert(sandbox: Sandbox): Promise<void> {
    if (this.rows.has(sandbox.id)) throw new Error(`sandbox ${sandbox.id} is there already`)
    this.rows.set(sandbox.id, structuredClone(sandbox))
  }

  async find(id: string): Promise<Sandbox | undefined> {
    return structuredClone(this.rows.get(id))
  }

  async findByPreviewToken(token: string): Promise<Sandbox | undefined> {
    return this.list(({ previewToken }) => previewToken === token)[0]
  }

  async listLive(): Promise<Sandbox[]> {
    return this.list(({ state, goneAt }) => state !== 'gone' && goneAt === null)
  }

  async listOfLearner(learnerId: string): Promise<Sandbox[]> {
    return this.list((sandbox) => sandbox.learnerId === learnerId).reverse()
  }

  async listPlacesOfClassroom(classroomId: string): Promise<Sandbox[]> {
    const own = this.list((sandbox) => sandbox.classroomId === classroomId).reverse()
    const isNewest = ({ id, learnerId }: Sandbox) =>
      own.find((each) => each.learnerId === learnerId)?.id === id
    return own.filter((sandbox) => isLive(sandbox) || isNewest(sandbox))
  }

  async listStartsOfClassroom(classroomId: string, labId: string, since: number): Promise<LabStart[]> {
    const own = this.list((sandbox) => sandbox.classroomId === classroomId && sandbox.labId === labId)
    return own
      .filter(
        ({ state, createdAt, claimedAt }) =>
          !['gone', 'failed'].includes(state) || createdAt >= since || (claimedAt ?? 0) >= since,
      )
      .map(({ state, learnerId, createdAt, claimedAt }) => ({
        ...{ labId, state, learnerId, createdAt, claimedAt },
      }))
  }

  async change(
    id: string,
    from: readonly Sandbox['state'][] | 'any',
    change: SandboxChange,
    decidedOn: DecidedOn = {},
  ): Promise<Sandbox | undefined> {
    const row = this.rows.get(id)
    if (row === undefined || (from !== 'any' && !from.includes(row.state))) return undefined
    const seen = Object.entries(decidedOn) as [keyof DecidedOn, unknown][]
    if (seen.some(([name, value]) => value !== undefined && row[name] !== value)) return undefined
    const changed = structuredClone({ ...row, ...given(change) })
    this.rows.set(id, changed)
    return structuredClone(changed)
  }

  async claimWarm(
    labId: string,
    labDigest: string,
    claim: (warm: Sandbox) => SandboxChange,
  ): Promise<Sandbox | undefined> {
    const [warm] = this.list(
      (sandbox) =>
        sandbox.labId === labId &&
        sandbox.labDigest === labDigest &&
        sandbox.claim === 'warm' &&
        sandbox.state === 'ready',
    )
    return warm === undefined ? undefined : this.change(warm.id, 'any', { ...claim(warm), claim: 'claimed' })
  }

  private list(matches: (sandbox: Sandbox) => boolean): Sandbox[] {
    return structuredClone([...this.rows.values()].filter(matches).sort(byAge))
  }
}
