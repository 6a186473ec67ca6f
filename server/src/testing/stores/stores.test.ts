import { describe } from 'vitest'
import { attemptSampleStoreContract } from '../store-contracts/attempt-sample-store-contract.ts'
import { classroomStoreContract } from '../store-contracts/classroom-store-contract.ts'
import { eventLogContract } from '../store-contracts/event-log-contract.ts'
import {
  cursorStoreContract,
  leaseStoreContract,
  ticketStoreContract,
} from '../store-contracts/ownership-store-contracts.ts'
import {
  attemptStoreContract,
  faultLedgerContract,
  taskStoreContract,
} from '../store-contracts/progress-store-contracts.ts'
import { sandboxStoreContract } from '../store-contracts/sandbox-store-contract.ts'
import * as stores from './index.ts'

const always = <T>(value: T) => {
  return () => value
}

describe('in memory', () => {
  eventLogContract(always(new stores.MemoryEventLog()))
  sandboxStoreContract(always(new stores.MemorySandboxStore()))
  classroomStoreContract(always(new stores.MemoryClassroomStore()))
  taskStoreContract(always(new stores.MemoryTaskStore()))
  attemptStoreContract(always(new stores.MemoryAttemptStore()))
  attemptSampleStoreContract(always(new stores.MemoryAttemptSampleStore()))
  faultLedgerContract(always(new stores.MemoryFaultLedger()))
  ticketStoreContract(always(new stores.MemoryTicketStore()))
  leaseStoreContract(always(new stores.MemoryLeaseStore()))
  cursorStoreContract(always(new stores.MemoryCursorStore()))
})
