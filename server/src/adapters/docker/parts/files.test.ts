import { extract } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { archiveOf } from './files.ts'

const file = (path: string) => ({ path, bytes: new TextEncoder().encode(path), mode: 0o640 })

const entriesOf = async (archive: Buffer): Promise<string[]> => {
  const reader = extract()
  reader.end(archive)
  const entries: string[] = []
  for await (const entry of reader) {
    const { name, type, uid, gid, mode } = entry.header
    entries.push(`${type} ${name} ${uid}:${gid} ${(mode ?? 0).toString(8)}`)
    entry.resume()
  }
  return entries
}

describe('the archive of files for a container', () => {
  it('names every folder on the way: outside of the target root’s, inside the owner’s', async () => {
    // An owner with more than the port asks for must not leak into the headers.
    const owner = { uid: 1000, gid: 1001, name: 'learner' }
    expect(await entriesOf(await archiveOf('/home/learner', [file('a/b.txt')], owner))).toEqual([
      'directory home/ 0:0 755',
      'directory home/learner/ 1000:1001 755',
      'directory home/learner/a/ 1000:1001 755',
      'file home/learner/a/b.txt 1000:1001 640',
    ])
  })

  it('leaves the home to the learner when something is put below it', async () => {
    expect(
      await entriesOf(await archiveOf('/home/learner/submission', [file('x')], { uid: 0, gid: 0 })),
    ).toEqual([
      'directory home/ 0:0 755',
      'directory home/learner/ 1000:1000 755',
      'directory home/learner/submission/ 0:0 755',
      'file home/learner/submission/x 0:0 640',
    ])
  })

  it.each(['../x', 'a/../../x', '/etc/x', 'a/\0'])('refuses %j', async (path) => {
    await expect(archiveOf('/home/learner', [file(path)], { uid: 0, gid: 0 })).rejects.toMatchObject({
      code: 'SUBMISSION_INVALID',
    })
  })
})
