import { ReadBoard } from './read-board.ts'

/** What core-providers.ts provides of the board. */
export const boardUseCases = [ReadBoard]
