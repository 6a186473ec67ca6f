import { nodeId } from '../../ownership/node-id.ts'

const marker = Buffer.from('com.docker.swarm.node.id=')
const idLength = 25

/**
 * Service logs with details name the real node in every line. It is replaced by the sandbox's own in place: both are
 * 25 characters, so the frames of the stream keep their lengths. Only a tail that may begin a marker is held back.
 */
export async function* withOwnNode(sandboxId: string, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const own = Buffer.from(nodeId(sandboxId))
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of source) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk)
    let at = bytes.indexOf(marker)
    while (at >= 0 && at + marker.length + idLength <= bytes.length) {
      own.copy(bytes, at + marker.length)
      at = bytes.indexOf(marker, at + marker.length + idLength)
    }
    const keep = at >= 0 ? bytes.length - at : tailLength(bytes)
    rest = bytes.subarray(bytes.length - keep)
    if (keep < bytes.length) yield bytes.subarray(0, bytes.length - keep)
  }
  if (rest.length > 0) yield rest
}

/** Length of the longest end of `bytes` with which a marker could begin. */
function tailLength(bytes: Buffer): number {
  for (let length = Math.min(marker.length - 1, bytes.length); length > 0; length--)
    if (bytes.subarray(bytes.length - length).equals(marker.subarray(0, length))) return length
  return 0
}
