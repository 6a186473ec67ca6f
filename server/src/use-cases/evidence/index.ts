import { BundleSandbox } from './bundle-sandbox.ts'
import { ExportSandbox } from './export-sandbox.ts'
import { KeepSamples } from './keep-samples.ts'
import { ReadReport } from './read-report.ts'
import { ReadSamples } from './read-samples.ts'

/** What core-providers.ts provides of the evidence use cases. */
export const evidenceUseCases = [BundleSandbox, ExportSandbox, KeepSamples, ReadReport, ReadSamples]
