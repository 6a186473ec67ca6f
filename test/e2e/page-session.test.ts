/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { learner, openStandIn, type StandInPages } from './stand-in-pages.ts'

const instructor = { role: 'instructor' }
const here = 'http://127.0.0.1:7443'

let stand: StandInPages
beforeAll(async () => {
  stand = await openStandIn(7443, '127.0.0.1')
})
afterAll(() => stand.close())

/** Opens a page whose calls of the session fail while `net.isAway`. */
const visitAway = async (path: string, session: object) => {
  const net = { isAway: false }
  const prepare = async (page: Page) => {
    await page.route('**/api/session', (route) => (net.isAway ? route.abort() : route.fallback()))
  }
  net.isAway = path !== '/labs'
  return { page: await stand.visit(path, session, { prepare }), net }
}

describe('a page whose dojo does not answer', () => {
  it('does not claim that somebody is signed out who is not', async () => {
    const { page, net } = await visitAway('/labs', learner)
    await page.locator('article').first().waitFor()
    net.isAway = true
    await page.getByRole('button', { name: 'Sign out' }).click()
    const note = page.getByRole('banner').getByRole('alert')
    await note.filter({ hasText: 'You are still signed in.' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/labs')
    net.isAway = false
    await note.getByRole('button', { name: 'Try again' }).click()
    await page.getByLabel('Class code').waitFor()
  })

  it.each([
    ['/instructor', instructor, 'Your classes'],
    ['/', learner, 'Continue as Aoi'],
  ])('says so at %s, and knows who it is once it is back', async (path, session, known) => {
    const { page, net } = await visitAway(path, session)
    const note = page.getByRole('alert')
    await note.waitFor()
    expect(await page.getByLabel('Instructor key').count()).toBe(0)
    net.isAway = false
    await note.getByRole('button', { name: 'Try again' }).click()
    await page.getByText(known).waitFor()
  })
})

describe('the labs', () => {
  it('are read again when the page comes back, and stay when that fails', async () => {
    let reads = 0
    let isAway = false
    const page = await stand.visit('/labs', learner, {
      prepare: async (fresh) => {
        await fresh.route('**/api/labs', (route) => {
          reads += 1
          return isAway ? route.abort() : route.fallback()
        })
      },
    })
    const show = () => page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')))
    await page.locator('article').first().waitFor()
    const before = reads
    await show()
    await expect.poll(() => reads).toBe(before + 1)
    isAway = true
    await show()
    await page.getByRole('alert').waitFor()
    await page.locator('article').first().waitFor()
    isAway = false
    await show()
    await page.getByRole('alert').waitFor({ state: 'detached' })
  })
})

describe('the address on the wall', () => {
  const wall = (roomOrigin: string | null) =>
    stand.visit('/instructor/c1/projector', { ...instructor, roomOrigin })

  it('is the one that the room can open, though the page is open on the machine of the dojo', async () => {
    const page = await wall('http://192.168.1.20:7420')
    await page.locator('.address', { hasText: /^192\.168\.1\.20:7420$/ }).waitFor()
    expect(await page.getByText('this machine only').count()).toBe(0)
    await page.goto(`${here}/instructor/c1`)
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined })
      document.execCommand = () => false
    })
    await page.getByRole('button', { name: 'Copy the link' }).click()
    await page.locator('code', { hasText: 'http://192.168.1.20:7420/join/K7WMQ4' }).waitFor()
  })

  it('is said to be of no use to the room when there is none', async () => {
    const page = await wall(null)
    await page.getByText('This address works on this machine only.').waitFor()
    await page.goto(`${here}/instructor/c1`)
    await page.getByText('This address works on this machine only.').waitFor()
  })

  it('is waited for in words', async () => {
    const page = await stand.visit('/instructor/c1/projector', instructor, {
      prepare: async (fresh) => {
        await fresh.route('**/api/classrooms', async (route) => {
          await new Promise((resolve) => setTimeout(resolve, 1500))
          await route.fallback()
        })
      },
    })
    await page.getByText('Reading…').waitFor()
    await page.locator('.address').waitFor()
  })
})
