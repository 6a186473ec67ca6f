import { expect, it } from 'vitest'
import type { Caller } from '../../domain/classroom/caller.ts'
import { OpenConnections } from './open-connections.ts'

const ken: Caller = {
  role: 'learner',
  learner: { id: 'ken', nickname: 'Ken', locale: 'en', classroomId: 'class1', joinedAt: 1 },
}

const aSocket = () => {
  const socket = { closedWith: 0, close: (code: number) => void (socket.closedWith = code) }
  return socket
}

it('ends the sockets of the learner who signed out, and of nobody else', () => {
  const connections = new OpenConnections()
  const [mine, gone, another, teacher] = [aSocket(), aSocket(), aSocket(), aSocket()]
  connections.follow({ role: 'learner', learnerId: 'ken' }, mine)
  connections.follow({ role: 'learner', learnerId: 'ken' }, gone)()
  connections.follow({ role: 'learner', learnerId: 'aoi' }, another)
  connections.follow({ role: 'instructor', learnerId: null }, teacher)
  connections.end(ken)
  expect([mine, gone, another, teacher].map(({ closedWith }) => closedWith)).toEqual([4401, 0, 0, 0])
  connections.end({ role: 'anonymous' })
  connections.end({ role: 'instructor' })
  expect(teacher.closedWith).toBe(4401)
})
