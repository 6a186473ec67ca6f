// ./dojo exec node tools/images/build.ts [name…]: builds images that changed. --verbose prints the builder's output.
import { fileURLToPath } from 'node:url'
import { ensureBaseImage } from './base-image.ts'
import { buildImages } from './build-images.ts'
import { images, withParents } from './catalogue.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const onLine = process.argv.includes('--verbose') ? (line: string) => console.log(line) : undefined

try {
  const wanted = names.length > 0 ? withParents(names) : images.filter((image) => !image.isHosted)
  console.log(`base image: ${await ensureBaseImage(onLine)}`)
  const report = await buildImages(root, wanted, onLine)
  for (const name of report.built) console.log(`built      ${name}`)
  console.log(`${report.built.length} built, ${report.unchanged.length} unchanged`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
