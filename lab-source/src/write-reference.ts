// Writes labs/lab.schema.json and docs/lab-format.md from the contracts and the lint rules, and the list of images.
import { writeGenerated } from './reference/write.ts'

const changed = await writeGenerated()
console.log(changed.length === 0 ? 'the reference is up to date' : `wrote ${changed.join(', ')}`)
