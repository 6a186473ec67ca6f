import type { TaskView } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { taskToBeginAt } from './task-order.ts'

const tasks = (...states: TaskView['state'][]): TaskView[] =>
  states.map((state, index) => ({ id: `t${index}`, state }) as TaskView)

describe('the text begins', () => {
  it('at the current task when an earlier one is met', () => {
    expect(taskToBeginAt(tasks('met', 'unmet', 'locked'))?.id).toBe('t1')
    expect(taskToBeginAt(tasks('met', 'regressed', 'met'))?.id).toBe('t1')
  })

  it('at its top when nothing is met yet, or only something later', () => {
    expect(taskToBeginAt(tasks('unmet', 'locked'))).toBeUndefined()
    expect(taskToBeginAt(tasks('unmet', 'met'))).toBeUndefined()
  })

  it('at its top when everything is met', () => {
    expect(taskToBeginAt(tasks('met', 'met'))).toBeUndefined()
    expect(taskToBeginAt([])).toBeUndefined()
  })
})
