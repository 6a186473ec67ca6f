import { after, seen, type Scene } from './scene.ts'

/** Every screen of the page outside of a lab, on the stand-in server (web/mock). */
export const scenes: Scene[] = [
  { name: 'join', path: '/', as: 'nobody' },
  { name: 'join-name', path: '/join/K7WMQ4', as: 'nobody' },
  {
    name: 'join-unknown',
    path: '/join/ZZZZZZ',
    as: 'nobody',
    prepare: async (page) => {
      await page.fill('#nickname', 'Aoi')
      await page.click('form .primary')
      await page.waitForSelector('[role=alert]')
    },
  },
  {
    name: 'catalogue',
    path: '/labs',
    as: 'learner',
    prepare: seen('article'),
  },
  {
    name: 'lab-intro',
    path: '/labs/survive-a-crash',
    as: 'learner',
    prepare: seen('aside ol'),
  },
  {
    name: 'host-full',
    path: '/labs/host-full',
    as: 'learner',
    prepare: async (page) => {
      await page.click('aside .primary')
      await page.waitForSelector('[role=alert]')
    },
  },
  { name: 'sign-in', path: '/instructor', as: 'nobody' },
  { name: 'classes', path: '/instructor', as: 'instructor' },
  { name: 'room', path: '/instructor/c1', as: 'instructor', prepare: after(1600) },
  {
    name: 'room-prepared',
    path: '/instructor/c3',
    as: 'instructor',
    prepare: async (page) => {
      await page.waitForSelector('section')
      // The stand-in remembers it from the picture before.
      if (!(await page.locator('section .bar').isVisible())) await page.click('section form button')
      await page.waitForSelector('section .bar')
      await after(2400)(page)
    },
  },
  {
    name: 'room-empty',
    path: '/instructor/c3',
    as: 'instructor',
    prepare: after(1200),
  },
  {
    name: 'projector',
    path: '/instructor/c1/projector',
    as: 'instructor',
    prepare: after(1200),
  },
  { name: 'not-found', path: '/nowhere/at/all', as: 'nobody' },
]
