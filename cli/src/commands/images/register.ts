import type { Command } from 'commander'
import { guarded } from '../../launcher/options.ts'

export const register = (program: Command): void => {
  program
    .command('images')
    .description('build the images that changed, without starting anything')
    .option('--hosted', 'also those of the hosted shape (docker-compose.yml)')
    .action(
      guarded(async (options: { hosted?: boolean }) => {
        const { makeImages } = await import('./images.ts')
        await makeImages(options.hosted === true)
      }),
    )
}
