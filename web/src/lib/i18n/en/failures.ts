import type { ErrorCode } from '@noops-dojo/contracts'

/** For each code: what is wrong, and what to do next. A new code does not compile before it has a sentence here. */
export const failures: Record<ErrorCode | 'OFFLINE', { what: string; next: string }> = {
  BAD_REQUEST: { what: 'The dojo did not understand this request.', next: 'Load the page again and retry.' },
  UNAUTHENTICATED: { what: 'You are not signed in.', next: 'Join your class with its code.' },
  FORBIDDEN: { what: 'This is not open to you.', next: 'If you teach this class, sign in as instructor.' },
  ORIGIN_REFUSED: {
    what: 'The dojo does not trust the address of this page.',
    next: 'Open the dojo at the address that it printed at its start.',
  },
  TICKET_INVALID: {
    what: 'The ticket for this connection has been used or is too old.',
    next: 'The page takes a new one by itself.',
  },
  JOIN_CODE_UNKNOWN: { what: 'No class has this code.', next: 'Compare it with the one on the projector.' },
  INSTRUCTOR_KEY_WRONG: {
    what: 'This is not the instructor key.',
    next: 'On the machine of the dojo, `dojo status` shows it.',
  },
  CLASSROOM_CLOSED: {
    what: 'This class is closed.',
    next: 'Ask your instructor for the code of an open class.',
  },
  PREPARATION_IMPOSSIBLE: {
    what: 'This dojo cannot keep so many sandboxes ready.',
    next: 'Ask for fewer. On its machine, `DOJO_MAX_SANDBOXES` is the limit, and `DOJO_POOL` must not be off.',
  },
  NOT_FOUND: { what: 'This does not exist, or it is not yours.', next: 'Go back to the labs.' },
  LAB_NOT_FOUND: { what: 'There is no lab with this name.', next: 'Pick one of the labs in the list.' },
  LAB_INVALID: {
    what: 'The file of this lab has an error.',
    next: 'Its author sees the line with `dojo lab lint`.',
  },
  SANDBOX_NOT_FOUND: {
    what: 'This sandbox does not exist, or it is not yours.',
    next: 'Start the lab again from the list.',
  },
  SANDBOX_NOT_READY: {
    what: 'The sandbox is not ready for that.',
    next: 'Wait until it is ready, then retry.',
  },
  SANDBOX_LIMIT: {
    what: 'You already have as many sandboxes as you may have.',
    next: 'End one of them first.',
  },
  EXTENSION_LIMIT: {
    what: 'This sandbox was extended as often as it can be.',
    next: 'Finish in the time that is left; then start the lab again.',
  },
  SANDBOX_FAILED: { what: 'This sandbox has failed.', next: 'Start the lab again.' },
  TASK_NOT_FOUND: { what: 'This lab has no such task.', next: 'Load the page again.' },
  TASK_LOCKED: { what: 'This task is still locked.', next: 'Meet the tasks before it first.' },
  TASK_WRONG_MODE: { what: 'This task does not work that way.', next: 'Load the page again.' },
  ATTEMPT_RUNNING: { what: 'An attempt is running.', next: 'Wait for its verdict with the hands off.' },
  FAULT_NOT_FOUND: { what: 'This lab has no such fault.', next: 'Load the page again.' },
  FAULT_RUNNING: { what: 'A fault is already active.', next: 'Wait until it is over.' },
  FAULT_INVALID: { what: 'This fault has wrong parameters.', next: 'Tell the author of the lab.' },
  FAULT_TARGET_GONE: {
    what: 'What the fault wanted to hit is not running.',
    next: 'Start it, then inject the fault.',
  },
  SUBMISSION_INVALID: {
    what: 'This submission cannot be accepted.',
    next: 'Pack it again without links and without “..” in names.',
  },
  PREVIEW_UNREACHABLE: { what: 'The app does not answer.', next: 'Look whether its service is running.' },
  HOST_FULL: {
    what: 'Every place on this machine is taken.',
    next: 'A place becomes free when somebody ends a sandbox. Try again in a minute.',
  },
  ENGINE_AWAY: {
    what: 'The Docker engine does not answer.',
    next: 'What runs keeps its state. Tell your instructor; the page goes on when the engine is back.',
  },
  DATABASE_AWAY: { what: 'The database does not answer.', next: 'Nothing is lost. Try again in a moment.' },
  GATEWAY_AWAY: {
    what: 'The gateway that measures the heartbeat is away.',
    next: 'It is started again by itself. Verdicts wait meanwhile.',
  },
  GUARD_AWAY: {
    what: 'The guard in front of Docker is away.',
    next: 'Docker commands wait until it is back, usually some seconds.',
  },
  TOO_MANY_REQUESTS: { what: 'That was too fast.', next: 'Wait a moment, then try again.' },
  INTERNAL: {
    what: 'The dojo met an error it did not expect.',
    next: 'Try again. If it stays, tell your instructor the time: the log has the details.',
  },
  OFFLINE: {
    what: 'The dojo does not answer.',
    next: 'Look whether this device is still in the network of the dojo.',
  },
}

export const failureTitles = {
  refused: 'That did not work',
}
