import type { Command } from 'commander'

/** Lets each command answer a usage error with the help of its own, not with that of the whole program. */
export const pointToHelp = (command: Command, before = ''): void => {
  const path = `${before}${command.name()}`
  command.showHelpAfterError(`Run "${path} --help" to see what there is.`)
  for (const subcommand of command.commands) pointToHelp(subcommand, `${path} `)
}
