import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diskFill } from '../../../server/src/domain/fault/storage/disk-fill.ts'
import { diskReadonly } from '../../../server/src/domain/fault/storage/disk-readonly.ts'
import { fileCorrupt } from '../../../server/src/domain/fault/storage/file-corrupt.ts'
import { FaultLife } from './fault-life.ts'

const stage = new FaultLife()
const first = () => 0

beforeAll(async () => {
  await stage.open()
  await stage.limited('plain', 'shop-web:1.0', {
    Memory: 192 * 1024 ** 2,
    Tmpfs: { '/scratch': 'size=8m,uid=1000,mode=0755', '/huge': 'size=1g' },
  })
})
afterAll(() => stage.close())

describe('disk.fill', () => {
  it('fills a capped file system until nothing can be written, and removes its file', async () => {
    await stage.lives(diskFill, stage.order(diskFill, 'plain', { path: '/scratch' }))
    expect(await stage.run('plain', 'ls -A /scratch')).toBe('')
  })

  it('fills to a percentage only, with a file that the application may remove', async () => {
    const order = stage.order(diskFill, 'plain', { path: '/scratch', percent: 50 })
    await stage.lives(diskFill, order, async ({ fileName }) => {
      const used = await stage.run('plain', "df --output=pcent /scratch | tail -n 1 | tr -d ' %'")
      expect(Number(used)).toBeGreaterThanOrEqual(48)
      expect(Number(used)).toBeLessThanOrEqual(51)
      await stage.run('plain', `rm /scratch/${fileName}`)
    })
  })

  it('ends at its deadline with no server alive, although its helper was killed', () =>
    stage.endsAlone(diskFill, 'plain', {}))

  it.each([
    ['/', /disk of the host/],
    ['/tmp', /disk of the host/],
    ['/etc/hosts', /no folder/],
    ['/nowhere', /no folder/],
    ['/proc', /disk of the host|only a file system/],
    ['/huge', /no cap/],
  ])('refuses %s', async (path, message) => {
    const order = stage.order(diskFill, 'plain', { path })
    await expect(diskFill.plan(stage.tools, order, first)).rejects.toThrow(message)
  })

  it('refuses a link that leads to the host’s disk, also when it is laid after the plan', async () => {
    await stage.run('plain', 'ln -sfn /dev/shm /tmp/link')
    const order = stage.order(diskFill, 'plain', { path: '/tmp/link' })
    const { inverse } = await diskFill.plan(stage.tools, order, first)
    await stage.run('plain', 'ln -sfn /tmp /tmp/link')
    await expect(diskFill.inject(stage.tools, order, inverse)).rejects.toThrow(/disk of the host/)
  })

  it.each([{ path: 'tmp' }, { path: '/a/../b' }, { path: '/a//b' }, { percent: 101 }, { percent: 0 }])(
    'takes %j for impossible',
    (given) => {
      expect(diskFill.params.safeParse(given).success).toBe(false)
    },
  )
})

describe('disk.readonly', () => {
  it('lets nothing be written, is reverted, and the mount is as it was', async () => {
    const flags = () => stage.run('plain', "grep ' / / ' /proc/self/mountinfo | cut -d ' ' -f 6")
    const before = await flags()
    await stage.lives(diskReadonly, stage.order(diskReadonly, 'plain', {}), async () => {
      expect(await stage.run('plain', 'echo x > /tmp/x || true')).toMatch(/Read-only file system/)
    })
    expect(await flags()).toBe(before)
    expect(await stage.run('plain', 'echo x > /tmp/x; cat /tmp/x')).toBe('x')
  })

  it('ends at its deadline with no server alive, although its helper was killed', () =>
    stage.endsAlone(diskReadonly, 'plain', { path: '/scratch' }))

  it('does not begin when its end has come already: nothing would end it', async () => {
    const order = stage.order(diskReadonly, 'plain', {}, 0)
    const { inverse } = await diskReadonly.plan(stage.tools, order, first)
    await expect(diskReadonly.inject(stage.tools, order, inverse)).rejects.toThrow(/too slow/)
    expect(await diskReadonly.fingerprint?.(stage.tools, order, inverse)).toBe('mode=rw')
  })

  it('is refused for what is no mount point', async () => {
    const order = stage.order(diskReadonly, 'plain', { path: '/tmp' })
    await expect(diskReadonly.plan(stage.tools, order, first)).rejects.toThrow(/no mount point/)
  })

  it('is moot when the target was replaced', async () => {
    const order = stage.order(diskReadonly, 'plain', {})
    const { inverse } = await diskReadonly.plan(stage.tools, order, first)
    await diskReadonly.inject(stage.tools, order, inverse)
    await stage.docker.getContainer(inverse.containerId).restart({ t: 0 })
    expect(await diskReadonly.revert(stage.tools, order, inverse)).toBe('moot')
  })
})

describe('file.corrupt', () => {
  const path = '/tmp/stock.json'

  it('damages a file of the same size, and puts back content, owner and mode', async () => {
    await stage.run('plain', `echo '{"apples": 12, "pears": 7}' > ${path}; chmod 640 ${path}`)
    const facts = () => stage.run('plain', `cat ${path}; stat -c '%s %a %u %g' ${path}`)
    const before = await facts()
    await stage.lives(fileCorrupt, stage.order(fileCorrupt, 'plain', { path }), async () => {
      expect(await stage.run('plain', `stat -c %s ${path}; grep -c apples ${path}`)).toMatch(/^27\n/)
      expect(await facts()).not.toBe(before)
    })
    expect(await facts()).toBe(before)
  })

  it('ends at its deadline with no server alive, although its helper was killed', () =>
    stage.endsAlone(fileCorrupt, 'plain', { path }))

  it('leaves alone what somebody has put there meanwhile: that was the repair', async () => {
    const order = stage.order(fileCorrupt, 'plain', { path })
    const { inverse } = await fileCorrupt.plan(stage.tools, order, first)
    await fileCorrupt.inject(stage.tools, order, inverse)
    await stage.run('plain', `echo new > ${path}`)
    expect(await fileCorrupt.revert(stage.tools, order, inverse)).toBe('moot')
    expect(await stage.run('plain', `cat ${path}`)).toBe('new')
  })

  it('is refused for what is no file', async () => {
    const order = stage.order(fileCorrupt, 'plain', { path: '/tmp' })
    await expect(fileCorrupt.plan(stage.tools, order, first)).rejects.toThrow(/no file/)
  })
})
