import { Readable } from 'node:stream'
import { StreamableFile } from '@nestjs/common'

async function* resumed<T>(first: T, rest: AsyncIterator<T>): AsyncGenerator<T> {
  yield first
  yield* { [Symbol.asyncIterator]: () => rest }
}

/**
 * Gives a file to keep, made of `pieces` one after the other. The first is waited for: what fails before it (the database
 * is away) is an error like any other; what fails after it breaks the download off.
 */
export const download = async (
  pieces: AsyncIterable<Uint8Array | string>,
  type: string,
  name: string,
): Promise<StreamableFile> => {
  const rest = pieces[Symbol.asyncIterator]()
  const first = await rest.next()
  const all = first.done ? [] : resumed(first.value, rest)
  return new StreamableFile(Readable.from(all, { objectMode: false }), {
    type,
    disposition: `attachment; filename="${name}"`,
  })
}
