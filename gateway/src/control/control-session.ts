import { toGateway, type FromGateway, type ToGateway } from '@noops-dojo/contracts'
import type { WebSocket } from 'ws'
import { httpCheck } from '../probe/http-check.ts'
import type { ProbeBoard } from '../probe/probe-board.ts'
import { SampleBatcher } from './sample-batcher.ts'

const answer = async (message: ToGateway, board: ProbeBoard): Promise<unknown> => {
  switch (message.type) {
    case 'set-probes':
      return board.set(message.sandboxId, message.probes)
    case 'drop-sandbox':
      return board.drop(message.sandboxId)
    case 'fetch-samples':
      return board.window(message.sandboxId, message.name, message.from, message.to)
    case 'http-check':
      return httpCheck(message)
    case 'list':
      return board.list()
    case 'clock-steps':
      return board.clockSteps()
  }
}

const idOf = (value: unknown): number => {
  const id = (value as { id?: unknown } | null)?.id
  return typeof id === 'number' && Number.isInteger(id) ? id : 0
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Serves one connected server: answers its requests and pushes samples until it goes away. */
export const serveControl = (socket: WebSocket, board: ProbeBoard): void => {
  const send = (message: FromGateway) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }
  const batcher = new SampleBatcher({
    get bufferedAmount() {
      return socket.bufferedAmount
    },
    send: (text) => socket.readyState === socket.OPEN && socket.send(text),
  })
  const stopListening = board.listen((sandboxId, name, sample) => batcher.add(sandboxId, name, sample))
  socket.on('message', (data) => {
    const value = parse(String(data))
    const message = toGateway.safeParse(value)
    if (!message.success) {
      const problem = message.error.issues[0]
      return send({
        type: 'failed',
        id: idOf(value),
        message: `${problem?.path.join('.')}: ${problem?.message}`,
      })
    }
    const { id } = message.data
    answer(message.data, board).then(
      (result) => send({ type: 'done', id, result: result ?? null }),
      (error: unknown) =>
        send({ type: 'failed', id, message: error instanceof Error ? error.message : 'failed' }),
    )
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    stopListening()
    batcher.close()
  })
}
