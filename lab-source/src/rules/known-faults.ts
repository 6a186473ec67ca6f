/** Names in the server’s fault registry; a test of the server keeps this list and the registry equal. */
export const knownFaults: readonly string[] = [
  'container.crash',
  'container.pause',
  'container.stop',
  'process.stop',
  'release.bad',
]
