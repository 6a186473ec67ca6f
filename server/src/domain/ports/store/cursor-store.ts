/** How far a stream from outside was read (guard events), so that a restart neither loses nor repeats. */
export abstract class CursorStore {
  abstract read(name: string): Promise<number>
  abstract write(name: string, position: number): Promise<void>
}
