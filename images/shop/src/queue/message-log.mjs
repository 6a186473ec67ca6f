import { randomUUID } from 'node:crypto'
import { fdatasync, openSync, readFileSync, write } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const writeText = promisify(write)
const sync = promisify(fdatasync)

// A line that a crash cut short was never acknowledged: it does not count.
const parse = (line) => {
  try {
    return [JSON.parse(line)]
  } catch {
    return []
  }
}

const openFile = (folder) => {
  try {
    const path = join(folder, 'queue.log')
    const file = openSync(path, 'a')
    return { lines: readFileSync(path, 'utf8').split('\n').flatMap(parse), file }
  } catch (error) {
    console.error(`messages are kept in memory only: ${error.message}`)
    return { lines: [], file: undefined }
  }
}

/**
 * Opens the log of messages in `folder` (file `queue.log`), or in memory where that cannot be written. `waiting` has
 * what was added and not removed, oldest first; `add` and `remove` are on disk when they resolve.
 */
export const openMessages = (folder) => {
  const { lines, file } = openFile(folder)
  const waiting = new Map()
  for (const { add, remove } of lines) {
    if (add) waiting.set(add.id, add)
    if (remove) waiting.delete(remove)
  }
  const append = async (line) => {
    if (file === undefined) return
    await writeText(file, `\n${JSON.stringify(line)}\n`)
    await sync(file)
  }
  return {
    kind: file === undefined ? 'memory' : 'file',
    waiting,
    add: async (body) => {
      const message = { id: randomUUID(), body, deliveries: 0 }
      await append({ add: message })
      waiting.set(message.id, message)
      return message
    },
    remove: async (id) => {
      await append({ remove: id })
      waiting.delete(id)
    },
  }
}
