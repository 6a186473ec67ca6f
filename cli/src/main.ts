// `dojo`: parses the command line and hands over to one command. Each command's parts are loaded only when it runs.
import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { pointToHelp } from './commands/point-to-help.ts'
import { watchOutput } from './commands/watch-output.ts'

watchOutput()

const program = new Command('dojo')
  .description('Break it. Hands off. Watch it heal.')
  .version('0.1.0')
  .configureHelp({ sortSubcommands: true })

for (const noun of [
  'up',
  'down',
  'status',
  'doctor',
  'test',
  'images',
  'lab',
  'grade',
  'fault',
  'verify',
  'chaos',
]) {
  const file = new URL(`./commands/${noun}/register.ts`, import.meta.url)
  if (!existsSync(file)) continue
  const { register } = (await import(file.href)) as { register: (program: Command) => void }
  register(program)
}

pointToHelp(program)
await program.parseAsync()
