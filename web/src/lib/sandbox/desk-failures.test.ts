import type { Attempt, FaultRun, SandboxView, TaskView } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import type { FailureCode } from '#lib/api/client.ts'
import { isAbsence, isOver, type PlacedFailure, type Standing } from './desk-failures.ts'

const task = { id: 'scaled', state: 'unmet', outcome: 'unmet', checkedAt: 10, metAt: null, attempts: [] }
const crash = { id: 'f1', labFault: 'crash', state: 'effective' } as unknown as FaultRun
const standing = (over: Partial<SandboxView> = {}, more: Partial<Standing> = {}): Standing => ({
  view: {
    state: 'ready',
    endsAt: 100,
    faultRuns: [],
    tasks: [task],
    ...over,
  } as unknown as SandboxView,
  attempts: [],
  connections: 1,
  at: 60_000,
  ...more,
})
const withTask = (over: Partial<TaskView>) => standing({ tasks: [{ ...task, ...over } as TaskView] })
const failed = (
  place: PlacedFailure['place'],
  code: FailureCode,
  before: Standing = standing(),
): PlacedFailure => ({ place, failure: { code, detail: '' }, before: { ...before, at: 0 } })

describe('a failure at a thing that was pressed', () => {
  it('stays while nothing has changed', () => {
    for (const place of ['task:scaled', 'fault:crash', 'session'] as const)
      expect(isOver(failed(place, 'ENGINE_AWAY'), standing())).toBe(false)
  })

  it('is over when the dojo was away and the page is connected to it again', () => {
    const again = standing({}, { connections: 2 })
    expect(isOver(failed('task:scaled', 'OFFLINE'), again)).toBe(true)
    expect(isOver(failed('session', 'DATABASE_AWAY'), again)).toBe(true)
    expect(isOver(failed('session', 'INTERNAL'), again)).toBe(true)
    expect(isOver(failed('task:scaled', 'TASK_LOCKED'), again)).toBe(false)
  })

  it('is proved wrong by another answer only when the dojo was away', () => {
    expect(isAbsence('OFFLINE')).toBe(true)
    expect(isAbsence('ENGINE_AWAY')).toBe(false)
    expect(isAbsence('INTERNAL')).toBe(false)
  })

  it('is over when its task was checked, opened or tried since', () => {
    const check = failed('task:scaled', 'GATEWAY_AWAY')
    expect(isOver(check, withTask({ checkedAt: 20 }))).toBe(true)
    expect(isOver(check, withTask({ checkedAt: 20, outcome: 'inconclusive' }))).toBe(false)
    expect(isOver(check, withTask({ attempts: [{} as Attempt] }))).toBe(true)
    const locked = failed('task:scaled', 'TASK_LOCKED', withTask({ state: 'locked' }))
    expect(isOver(locked, withTask({ state: 'locked' }))).toBe(false)
    expect(isOver(locked, withTask({}))).toBe(true)
  })

  it('stays long enough to be read, however often its task is checked', () => {
    const check = failed('task:scaled', 'TOO_MANY_REQUESTS')
    expect(isOver(check, { ...withTask({ checkedAt: 20 }), at: 1000 })).toBe(false)
    expect(isOver(check, { ...withTask({ checkedAt: 20 }), at: 6000 })).toBe(true)
  })

  it('is over when its fault was injected since', () => {
    const inject = failed('fault:crash', 'ENGINE_AWAY')
    expect(isOver(inject, standing({ faultRuns: [{ ...crash, labFault: 'pause' }] }))).toBe(false)
    expect(isOver(inject, standing({ faultRuns: [crash] }))).toBe(true)
  })

  it('is over with the attempt or the fault that stood in the way', () => {
    const running = { phase: 'holding' } as unknown as Attempt
    const blocked = failed('fault:crash', 'ATTEMPT_RUNNING')
    expect(isOver(blocked, standing({}, { attempts: [running] }))).toBe(false)
    expect(isOver(blocked, standing({}, { attempts: [{ ...running, phase: 'done' }] }))).toBe(true)
    const busy = standing({ faultRuns: [crash] })
    const start = failed('task:scaled', 'FAULT_RUNNING', busy)
    expect(isOver(start, busy)).toBe(false)
    expect(isOver(start, standing({ faultRuns: [{ ...crash, state: 'reverted' }] }))).toBe(true)
  })

  it('of the session is over when somebody extended or ended it', () => {
    expect(isOver(failed('session', 'ENGINE_AWAY'), standing({ endsAt: 200 }))).toBe(true)
    expect(isOver(failed('session', 'ENGINE_AWAY'), standing({ state: 'terminating' }))).toBe(true)
  })
})
