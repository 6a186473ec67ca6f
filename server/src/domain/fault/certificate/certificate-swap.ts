import { DojoError, duration, durationMs, type LocalizedText } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault, FaultOrder, FaultTools, Proof } from '../fault.ts'
import { tooLate } from '../helper-program.ts'
import { helperArgv } from '../helper-script.ts'
import { chooseVictim } from '../victim.ts'
import { restoreAtDeadlineScript, signScript, verifyScript } from './certificate-script.ts'

const path = z.string().regex(/^\/[^\0]*[^/\0]$/, 'an absolute path of a file')

const params = z.strictObject({
  path: path.default('/tls/cert.pem').describe('The certificate inside the target, PEM.'),
  ca: path
    .default('/tls/ca.pem')
    .describe('The CA that clients trust; where it and its key are, they sign the new certificate.'),
  caKey: path.default('/tls/ca.key').describe('Key of that CA.'),
  port: z.number().int().min(1).max(65535).default(8443).describe('Where the target serves TLS.'),
  for: duration
    .default('1m')
    .describe('The certificate before is put back after this when nobody renewed it.'),
})
type Params = z.infer<typeof params>

const inverse = z.object({
  containerId: z.string(),
  containerName: z.string(),
  path: z.string(),
  before: z.object({ content: z.string(), mode: z.number(), uid: z.number(), gid: z.number() }),
  /** The fault's certificate; both are public, so that the ledger may keep them. Base64. */
  after: z.string(),
  /** What clients trust, base64; empty without a CA file. */
  ca: z.string(),
  hostName: z.string(),
})
type Inverse = z.infer<typeof inverse>

interface Swap {
  readonly name: string
  readonly kind: 'expired' | 'wrong-ca' | 'wrong-name'
  readonly title: LocalizedText
  /** Codes of X509_verify_cert(3) that prove it, as an alternation. */
  readonly codes: string
  effect(params: Params, target: string): LocalizedText
}

const signingHelper = (order: FaultOrder<Params>, containerId: string, kind: string) => ({
  sandboxId: order.sandboxId,
  faultRunId: order.faultRunId,
  argv: helperArgv(
    signScript,
    ...[containerId, order.params.path, order.params.ca, order.params.caKey, kind],
    `Unknown CA ${order.faultRunId}`.slice(0, 60),
  ),
  namespaces: {},
  capabilities: [],
  image: 'chaos' as const,
  needsEngine: true,
  maxMs: 30_000,
})

const field = (output: string, name: string): string =>
  new RegExp(`^${name}=(.*)$`, 'm').exec(output)?.[1]?.trim() ?? ''

const planSwap = async (
  { engine }: FaultTools,
  order: FaultOrder<Params>,
  kind: string,
  victim: { containerId: string; containerName: string },
): Promise<Inverse> => {
  const before = await engine.readFile(victim.containerId, order.params.path)
  const { exitCode, output } = await engine.runHelper(signingHelper(order, victim.containerId, kind))
  if (exitCode === 4 || exitCode === 5 || !before)
    throw new DojoError(
      'FAULT_INVALID',
      `${order.target} has no certificate at ${order.params.path}; say with "path" where it is (a plain file, no tmpfs)`,
    )
  const after = field(output, 'new')
  if (exitCode !== 0 || after === '')
    throw new DojoError('INTERNAL', `the certificate could not be signed: ${output.slice(0, 300)}`)
  const ca = await engine.readFile(victim.containerId, order.params.ca)
  return {
    containerId: victim.containerId,
    containerName: victim.containerName,
    path: order.params.path,
    ...{ before, after, ca: ca?.content ?? '', hostName: field(output, 'name') },
  }
}

const fingerprintOf = ({ content, mode, uid, gid }: Inverse['before']): string =>
  `${content} ${mode.toString(8)} ${uid}:${gid}`

const armRestore = async (
  { engine }: FaultTools,
  order: FaultOrder<Params>,
  { containerId, path: file, before, after }: Inverse,
): Promise<void> => {
  await engine.startHelper({
    sandboxId: order.sandboxId,
    faultRunId: order.faultRunId,
    argv: helperArgv(
      restoreAtDeadlineScript,
      ...[containerId, String(Math.ceil(order.deadlineAt / 1000)), file, after, before.content],
      ...[before.mode.toString(8), String(before.uid), String(before.gid)],
    ),
    namespaces: {},
    capabilities: [],
    needsEngine: true,
    maxMs: durationMs(order.params.for) + 60_000,
  })
}

/** Asks openssl in the target's network what it says of the certificate that is served; the target needs a moment. */
const verify = async (
  { engine }: FaultTools,
  order: FaultOrder<Params>,
  { containerId, containerName, ca, hostName }: Inverse,
  codes: string,
): Promise<Proof> => {
  const { exitCode, output } = await engine.runHelper({
    sandboxId: order.sandboxId,
    faultRunId: order.faultRunId,
    argv: helperArgv(verifyScript, String(order.params.port), hostName, ca, codes, '25'),
    namespaces: { networkOf: containerId },
    capabilities: [],
    image: 'chaos',
    maxMs: 60_000,
  })
  const told = output.trim().split('\n').at(-1) ?? ''
  return {
    isEffective: exitCode === 0,
    evidence: {
      en: `openssl at port ${order.params.port} of ${containerName}: ${told} (wanted ${codes.replaceAll('|', ' or ')})`,
      ja: `${containerName} のポート ${order.params.port} への openssl の結果：${told}（求める値：${codes.replaceAll('|', ' または ')}）`,
    },
  }
}

/**
 * Swaps a certificate file of the target for one that carries the same public key and is wrong in one respect. The
 * application has to take it by itself, as with a renewal: one that reads it only at its start is not hit, and the
 * attempt is inconclusive.
 */
export const certificateSwap = ({ kind, codes, ...swap }: Swap): Fault<Params, Inverse> => ({
  ...swap,
  category: 'certificate',
  targetKind: 'container',
  params,
  inverse,
  lift: 'repairs',
  rungs: [
    {
      rung: 'engine',
      text: {
        en: 'a real certificate file, signed anew over the same key and read by the target',
        ja: '同じ鍵で署名し直し、標的が読む本物の証明書ファイル',
      },
    },
  ],
  lastsMs: (values) => durationMs(values.for),
  plan: async (tools, order, pick) => {
    const victim = await chooseVictim(tools.engine, order, pick)
    const planned = await planSwap(tools, order, kind, victim)
    return { inverse: planned, fingerprint: fingerprintOf(planned.before), victim: victim.containerName }
  },
  arm: armRestore,
  inject: async ({ engine, clock }, { deadlineAt }, { containerId, path: file, before, after }) => {
    const injectedAt = clock.now()
    // What puts the file back would have come and gone.
    if (injectedAt > deadlineAt - 500) throw new DojoError('FAULT_INVALID', tooLate)
    await engine.writeFile(containerId, file, { ...before, content: after })
    return { injectedAt, effectiveAt: clock.now() }
  },
  prove: (tools, order, inverseNow) => verify(tools, order, inverseNow, codes),
  revert: async ({ engine }, _order, { containerId, path: file, before, after }) => {
    const now = await engine.readFile(containerId, file)
    if (now?.content === before.content) return 'reverted'
    if (now?.content !== after) return 'moot'
    await engine.writeFile(containerId, file, before)
    return 'reverted'
  },
  fingerprint: async ({ engine }, _order, { containerId, path: file }) => {
    const now = await engine.readFile(containerId, file)
    return now && fingerprintOf(now)
  },
})
