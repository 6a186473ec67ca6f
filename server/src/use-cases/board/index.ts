import { ReadBoard } from './read-board.ts'

/** What app.module.ts provides of the board. */
export const boardUseCases = [ReadBoard]
