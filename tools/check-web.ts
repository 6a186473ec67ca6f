import { spawnSync } from 'node:child_process'

/** Types of the page: SvelteKit writes its generated types first, then svelte-check reads them. */
const inWeb = (argv: string[]): void => {
  const { status } = spawnSync(process.execPath, argv, { cwd: 'web', stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
inWeb(['../node_modules/@sveltejs/kit/svelte-kit.js', 'sync'])
inWeb([
  '../node_modules/svelte-check/bin/svelte-check',
  '--tsconfig',
  './tsconfig.json',
  '--fail-on-warnings',
  '--tsgo-experimental-api',
])
