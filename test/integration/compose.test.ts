import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, readReadiness } from '../../cli/src/parts/start-parts.ts'
import { countObjects } from '../../cli/src/engine/remove-objects.ts'
import { installPackages } from '../../tools/apt.ts'
import { output, run } from '../../tools/command.ts'

const root = join(import.meta.dirname, '../..')
const instance = `t-compose-${Math.random().toString(36).slice(2, 7)}`
const data = mkdtempSync(join(tmpdir(), 'dojo-compose-'))

/** Gives the compose command: the client's plugin, the program of its own, or Debian's package. */
const findCompose = async (): Promise<string[]> => {
  if ((await run('docker', ['compose', 'version'])).code === 0) return ['docker', 'compose']
  if ((await run('docker-compose', ['version'])).code !== 0) await installPackages(['docker-compose'])
  return ['docker-compose']
}

describe('the hosted shape', () => {
  let address = ''
  let compose: (...args: string[]) => Promise<string>
  const dojo = (...args: string[]) =>
    run(process.execPath, ['cli/src/main.ts', ...args], { cwd: root, timeoutMs: 480_000 })

  beforeAll(async () => {
    const [program, ...words] = await findCompose()
    const port = await freePort('127.0.0.1')
    address = `http://127.0.0.1:${port}`
    const env = { DOJO_INSTANCE: instance, DOJO_DATA: data, DOJO_PORT: String(port), DOJO_POOL: 'off' }
    compose = (...args) =>
      output(program as string, [...words, '--project-name', instance, ...args], {
        cwd: root,
        timeoutMs: 180_000,
        env: { ...env, DOJO_HOST: '127.0.0.1', DATABASE_URL: undefined },
      })
    const images = await dojo('images', '--hosted')
    expect(images.code, images.stderr).toBe(0)
    await compose('up', '--detach')
  }, 900_000)

  afterAll(async () => {
    await compose('down', '--volumes').catch((error: unknown) => console.error(error))
    await dojo('down', '--purge', '--keep-images', '--instance', instance, '--data', data)
    rmSync(data, { recursive: true, force: true })
  }, 180_000)

  it('has every part ready', async () => {
    const isReady = async () => (await readReadiness(address))?.ready
    await expect.poll(isReady, { timeout: 120_000, interval: 500 }).toBe(true)
  })

  it('finishes a lab, headless', async () => {
    const { graderToken } = JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8')) as {
      graderToken: string
    }
    const lab = 'labs/self-healing/01-first-steps'
    const result = await dojo(
      ...['grade', lab, '--submission', `${lab}/solution`, '--server', address, '--token', graderToken],
      ...['--output', join(data, 'report')],
    )
    expect(result.code, `${result.stdout}\n${result.stderr}`).toBe(0)
    expect(result.stdout).toContain('"verdict":"passed"')
  }, 480_000)

  it('serves the page', async () => {
    const page = await fetch(address)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toContain('text/html')
  })

  it('reaches its database over a socket only, and closes its data folder to others', async () => {
    expect(statSync(data).mode & 0o077).toBe(0)
    const ports = await output('docker', ['ps', '--filter', `name=${instance}`, '--format', '{{.Ports}}'])
    expect(ports.split('\n').filter(Boolean)).toEqual([expect.stringContaining('127.0.0.1:')])
  })

  it('leaves nothing of its sandboxes when it is taken down', async () => {
    await compose('down', '--volumes')
    const result = await dojo('down', '--instance', instance, '--data', data)
    expect(result.code, result.stderr).toBe(0)
    expect(Object.values(await countObjects(instance)).every((count) => count === 0)).toBe(true)
  })
})
