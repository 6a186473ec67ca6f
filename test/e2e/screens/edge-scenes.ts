import { after, seen, shop, type Scene } from './scene.ts'

/** Long names, wrong addresses and doors that are shut, on the stand-in server (web/mock). */
export const edgeScenes: Scene[] = [
  {
    name: 'room-long',
    path: '/instructor/c4',
    as: 'instructor',
    prepare: after(1600),
  },
  {
    name: 'room-full',
    path: '/instructor/c5',
    as: 'instructor',
    prepare: after(1600),
  },
  {
    name: 'projector-long',
    path: '/instructor/c4/projector',
    as: 'instructor',
    prepare: after(1200),
  },
  {
    name: 'lab-intro-long',
    path: '/labs/long-names',
    as: 'learner',
    prepare: seen('aside ol'),
  },
  { name: 'lab-long', path: '/sandboxes/long000001', as: 'learner', prepare: shop },
  {
    name: 'lab-unknown',
    path: '/labs/nope',
    as: 'learner',
    prepare: seen('[role=alert]'),
  },
  { name: 'join-malformed', path: '/join/xx', as: 'nobody' },
  {
    name: 'class-nameless',
    path: '/instructor',
    as: 'instructor',
    prepare: async (page) => {
      await page.fill('#name', '   ')
      await page.click('form .primary')
      await page.waitForSelector('[role=alert]')
    },
  },
  {
    name: 'room-no-place',
    path: '/instructor/c3',
    as: 'instructor',
    prepare: async (page) => {
      await page.fill('#prepared-count', '41')
      await page.click('#preparation ~ form [type=submit]')
      await page.waitForSelector('.hindrance')
    },
  },
  {
    name: 'room-signed-out',
    path: '/instructor/c1',
    as: 'nobody',
    prepare: seen('[role=alert]'),
  },
  {
    name: 'projector-signed-out',
    path: '/instructor/c1/projector',
    as: 'nobody',
    prepare: seen('[role=alert]'),
  },
]
