import type { Command, CommandResult, Judge } from '../port/judge.ts'

/** A judge in memory: answers by what `answer` says, and remembers what it was asked. */
export class FakeJudge implements Judge {
  readonly commands: Command[] = []
  answer: (command: Command) => Partial<CommandResult> = () => ({})

  run(command: Command): Promise<CommandResult> {
    this.commands.push(command)
    const isLookup = command.argv[0] === 'bash' && command.argv[2] === 'type -P -- "$0"'
    const found = isLookup ? { stdout: `/usr/bin/${command.argv[3]}\n` } : this.answer(command)
    return Promise.resolve({ status: 0, stdout: '', stderr: '', ...found })
  }
}
