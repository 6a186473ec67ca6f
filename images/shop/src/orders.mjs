import { randomUUID } from 'node:crypto'
import { closeSync, fdatasync, openSync, readFileSync, write } from 'node:fs'
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

const inMemory = () => {
  const orders = []
  return { kind: 'memory', list: () => orders, store: async (order) => void orders.push(order) }
}

const inFile = (path) => {
  const file = openSync(path, 'a')
  return {
    kind: 'file',
    // Read anew each time: replicas that share the volume share the orders.
    list: () => readFileSync(path, 'utf8').split('\n').flatMap(parse),
    // One write with O_APPEND is not torn by another replica; the leading newline ends a line cut short by a crash.
    store: async (order) => {
      await writeText(file, `\n${JSON.stringify(order)}\n`)
      await sync(file)
    },
    close: () => closeSync(file),
  }
}

/**
 * Opens the order log in `folder` (file `orders.log`), or in memory where that cannot be written.
 * `append` gives the order with its id once it is on disk.
 */
export const openOrders = (folder) => {
  const store = (() => {
    try {
      return inFile(join(folder, 'orders.log'))
    } catch (error) {
      console.error(`orders are kept in memory only: ${error.message}`)
      return inMemory()
    }
  })()
  return {
    kind: store.kind,
    list: store.list,
    append: async (fields) => {
      const order = { id: randomUUID(), at: new Date().toISOString(), ...fields }
      await store.store(order)
      return order
    },
  }
}
