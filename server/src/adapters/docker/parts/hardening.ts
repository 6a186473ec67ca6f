import type { HostConfig } from 'dockerode'

const mebibyte = 1024 ** 2

/** What root in a platform container may still do: own and reach files of the learner, end the learner’s processes. */
const partCapabilities = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'SETGID', 'SETUID']

/**
 * Host configuration of every container of the platform (CIS Docker Benchmark, section 5). The seccomp profile is
 * the engine’s default; memory equals memory plus swap, so that nothing swaps; `local` logs are capped.
 */
export const hardened = (limits: { memoryMiB: number; cpus: number; pids: number }): HostConfig => ({
  Init: true,
  SecurityOpt: ['no-new-privileges:true'],
  CapDrop: ['ALL'],
  CapAdd: partCapabilities,
  Memory: limits.memoryMiB * mebibyte,
  MemorySwap: limits.memoryMiB * mebibyte,
  NanoCpus: limits.cpus * 1e9,
  PidsLimit: limits.pids,
  ShmSize: 64 * mebibyte,
  OomScoreAdj: 500,
  Ulimits: [
    { Name: 'nofile', Soft: 4096, Hard: 8192 },
    { Name: 'core', Soft: 0, Hard: 0 },
  ],
  LogConfig: { Type: 'local', Config: { 'max-size': '1m', 'max-file': '1', compress: 'false' } },
  RestartPolicy: { Name: 'no' },
})
