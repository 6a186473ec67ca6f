import { describe, expect, it } from 'vitest'
import type { CommandResult } from '../command.ts'
import { presentDigests } from './build-images.ts'

/** A docker client that lists images and then shows what is left of them. */
const docker = (ids: string, shown: CommandResult) => async (_: string, args: readonly string[]) =>
  args[1] === 'ls' ? { code: 0, stdout: ids, stderr: '' } : shown

describe('the images that the engine has', () => {
  it('are those that are left when one vanishes between listing and looking', async () => {
    const gone = 'Error response from daemon: No such image: sha256:1\nError: No such image: 2\n'
    const shown = { code: 1, stdout: 'noops-dojo/node:24 |abc\n', stderr: gone }
    expect(await presentDigests(docker('1\n2\n3', shown))).toEqual(
      new Map([
        ['noops-dojo/node:24', 'abc'],
        ['', 'abc'],
      ]),
    )
  })

  it('are none when all of them vanish', async () => {
    const shown = { code: 1, stdout: '\n', stderr: 'Error: No such object: 1\n' }
    expect(await presentDigests(docker('1', shown))).toEqual(new Map())
  })

  it('are unknown when the engine goes away, which is said in a sentence', async () => {
    const shown = { code: 1, stdout: '', stderr: 'Cannot connect to the Docker daemon\n' }
    await expect(presentDigests(docker('1', shown))).rejects.toThrow(/^The engine did not show its images:\n/)
  })
})
