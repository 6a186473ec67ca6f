// node tools/healthcheck.ts URL | PATH SOCKET-IN-DATA-FOLDER: exit code 0 when the answer is 200. For containers.
import { request } from 'node:http'
import { join } from 'node:path'

const [target = '/', socket] = process.argv.slice(2)
const options = { timeout: 4000, ...(socket && { socketPath: join(process.env.DOJO_DATA ?? '/', socket) }) }
const call = request(new URL(target, 'http://localhost'), options, (response) => {
  process.exit(response.statusCode === 200 ? 0 : 1)
})
call.on('timeout', () => process.exit(1))
call.on('error', () => process.exit(1))
call.end()
