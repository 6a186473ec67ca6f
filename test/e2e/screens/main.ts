/*
 * Takes pictures of every screen on the stand-in server, and says what axe and the console found.
 *
 *   npm run build:web && ./dojo exec node test/e2e/screens/main.ts [--only lab,verdict] [--sizes 1440,390]
 *     [--themes light] [--languages en] [--out DIR] [--axe]
 */
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type Page } from 'playwright-core'
import { edgeScenes } from './edge-scenes.ts'
import { labScenes } from './lab-scenes.ts'
import type { Scene } from './scene.ts'
import { scenes } from './scenes.ts'
import { startStandIn } from './stand-in.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    sizes: { type: 'string', default: '1440,1024,390' },
    themes: { type: 'string', default: 'light,dark' },
    languages: { type: 'string', default: 'en,ja' },
    out: { type: 'string', default: '/tmp/dojo-screens' },
    port: { type: 'string', default: '7431' },
    axe: { type: 'boolean', default: false },
  },
})
const heights: Record<string, number> = { 1440: 900, 1280: 800, 1024: 768, 390: 844 }
const origin = `http://127.0.0.1:${values.port}`
const list = (text: string): string[] => text.split(',')

const cookieFor = (as: Scene['as']) => {
  const session =
    as === 'instructor'
      ? { role: 'instructor' }
      : {
          role: 'learner',
          learner: { id: 'l1', nickname: 'Aoi', locale: 'en', classroomId: 'c1', joinedAt: 1 },
          classroom: { id: 'c1', name: 'Tuesday, room 4' },
        }
  return as === 'nobody'
    ? []
    : [{ name: 'mock', value: encodeURIComponent(JSON.stringify(session)), url: origin }]
}

interface Size {
  width: number
  height: number
}
const sizesOf = (scene: Scene): Size[] =>
  scene.size === undefined
    ? list(values.sizes).map((width) => ({ width: Number(width), height: heights[width] ?? 800 }))
    : [scene.size]

let problems = 0
const report = (where: string, what: string): void => {
  problems += 1
  console.log(`  ! ${where}: ${what}`)
}

const inspect = async (page: Page, name: string): Promise<void> => {
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  if (wide > 0) report(name, `the page is ${wide} px wider than the screen`)
  if (!values.axe) return
  const { violations } = await new AxeBuilder({ page }).exclude('.xterm').analyze()
  for (const { id, impact, help, nodes } of violations) {
    report(name, `axe ${impact} ${id}: ${help} (${nodes.length}: ${nodes[0]?.target.join(' ')})`)
  }
}

const shoot = async (
  browser: Browser,
  scene: Scene,
  size: Size,
  theme: string,
  language: string,
): Promise<void> => {
  const name = `${scene.name}-${size.width}-${theme}-${language}`
  const context = await browser.newContext({
    viewport: size,
    colorScheme: theme === 'dark' ? 'dark' : 'light',
    hasTouch: Math.min(size.width, size.height) < 500,
  })
  await context.addCookies(cookieFor(scene.as))
  await context.addInitScript((text) => {
    // The frame of the preview runs this too and has no storage.
    if (window === window.top) localStorage.setItem('dojo.language', text)
  }, language)
  const page = await context.newPage()
  page.on('console', (message) => {
    const isExpected = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isExpected) report(name, message.text())
  })
  page.on('pageerror', (error) => report(name, `uncaught ${error.message}`))
  try {
    await page.goto(origin + scene.path)
    await page.waitForSelector('#content')
    await scene.prepare?.(page)
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    await page.waitForTimeout(250)
    await page.screenshot({ path: `${values.out}/${name}.png` })
    await inspect(page, name)
  } catch (thrown) {
    report(name, String(thrown).split('\n')[0] ?? '')
    await page.screenshot({ path: `${values.out}/${name}-problem.png` }).catch(() => {})
  }
  await context.close()
}

mkdirSync(values.out, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env['DOJO_CHROMIUM'] ?? '/usr/bin/chromium',
  args: '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  ),
})
// Last: a process that is left behind keeps this one from ending.
const standIn = await startStandIn(Number(values.port))
const chosen = [...scenes, ...labScenes, ...edgeScenes].filter(
  (scene) => values.only === undefined || list(values.only).includes(scene.name),
)
for (const scene of chosen) {
  for (const size of sizesOf(scene)) {
    for (const theme of list(values.themes)) {
      for (const language of list(values.languages)) await shoot(browser, scene, size, theme, language)
    }
  }
}
await browser.close()
standIn.kill()
console.log(`${chosen.length} screens in ${values.out}, ${problems} problems`)
process.exitCode = problems === 0 ? 0 : 1
