import { pause, type Seat } from './seat.ts'

/** Does “First steps” with the right commands; gives how long each task took to be shown as met, in milliseconds. */
export const takeFirstSteps = async (seat: Seat): Promise<number[]> => {
  const noticed: number[] = []
  await pause(5_000, 20_000)
  await seat.terminal.type('docker run -d --name hello shop-web:1.0', '❯')
  noticed.push(await seat.untilMet('container'))
  await pause(3_000, 13_000)
  await seat.terminal.type('docker service create --name web shop-web:1.0', 'converged')
  noticed.push(await seat.untilMet('service'))
  await pause(3_000, 13_000)
  await seat.visitor.call(`${seat.path}/faults/crash/inject`, 'POST', {})
  noticed.push(await seat.untilMet('healed'))
  return noticed
}
