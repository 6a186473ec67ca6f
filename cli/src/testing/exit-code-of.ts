import { Command } from 'commander'
import { vi } from 'vitest'

/** Runs a command line of the commands that `registers` add, and gives the exit code it would end with. */
export const exitCodeOf = async (
  registers: readonly ((program: Command) => void)[],
  argv: readonly string[],
): Promise<number> => {
  const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`)
  })
  const program = new Command('dojo')
  for (const register of registers) register(program)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return Number(process.exitCode)
  } catch (error) {
    const [, code] = /^exit (\d)/.exec((error as Error).message) ?? []
    if (code === undefined) throw error
    return Number(code)
  } finally {
    exit.mockRestore()
  }
}
