import { Controller, Param, type StreamableFile } from '@nestjs/common'
import { DojoError, terminalName } from '@noops-dojo/contracts'
import { EventLog } from '../../domain/ports/index.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { BundleSandbox } from '../../use-cases/evidence/bundle-sandbox.ts'
import { ExportSandbox } from '../../use-cases/evidence/export-sandbox.ts'
import { ReadReport } from '../../use-cases/evidence/read-report.ts'
import { ReadSamples } from '../../use-cases/evidence/read-samples.ts'
import { ReadRecording } from '../../use-cases/terminal/read-recording.ts'
import { download } from '../endpoint/download.ts'
import { Endpoint, type Answer, type QueryInput } from '../endpoint/endpoint.ts'
import { OwnSandbox, ValidQuery } from '../endpoint/input.ts'

const reportFiles = {
  html: { type: 'text/html', ending: 'html' },
  markdown: { type: 'text/markdown', ending: 'md' },
} as const

async function* pieces(text: string): AsyncGenerator<string> {
  yield text
}

/** What a sandbox leaves behind: events, samples, recordings, the export of all. */
@Controller()
export class EvidenceController {
  constructor(
    private readonly events: EventLog,
    private readonly readSamples: ReadSamples,
    private readonly readRecording: ReadRecording,
    private readonly exportSandbox: ExportSandbox,
    private readonly bundleSandbox: BundleSandbox,
    private readonly readReport: ReadReport,
  ) {}

  @Endpoint('listEvents')
  async list(
    @OwnSandbox() sandbox: Sandbox,
    @ValidQuery() query: QueryInput<'listEvents'>,
  ): Promise<Answer<'listEvents'>> {
    return { items: await this.events.list(sandbox.id, query.after, query.limit) }
  }

  @Endpoint('listSamples')
  async samples(
    @OwnSandbox() sandbox: Sandbox,
    @Param('probe') probe: string,
    @ValidQuery() query: QueryInput<'listSamples'>,
  ): Promise<Answer<'listSamples'>> {
    return { items: await this.readSamples.execute(sandbox, probe, query.from, query.to) }
  }

  @Endpoint('readRecording')
  async recording(
    @OwnSandbox() sandbox: Sandbox,
    @Param('terminal') terminal: string,
  ): Promise<StreamableFile> {
    // The name becomes part of a file's path.
    if (!terminalName.safeParse(terminal).success)
      throw new DojoError(
        'NOT_FOUND',
        'There is no terminal of this name. Names are like "main" or "main-2".',
      )
    const pieces = await this.readRecording.execute(sandbox.id, terminal)
    return download(pieces, 'application/x-asciicast', `${sandbox.id}-${terminal}.cast`)
  }

  @Endpoint('exportSandbox')
  export(@OwnSandbox() sandbox: Sandbox): Promise<StreamableFile> {
    return download(this.exportSandbox.execute(sandbox), 'application/json', `${sandbox.id}.json`)
  }

  @Endpoint('readReport')
  async report(
    @OwnSandbox() sandbox: Sandbox,
    @Param('attemptId') attemptId: string,
    @ValidQuery() { format, locale }: QueryInput<'readReport'>,
  ): Promise<StreamableFile> {
    const text = await this.readReport.execute(sandbox, attemptId, format, locale)
    const { type, ending } = reportFiles[format]
    // A file to keep, never a page of ours: what is in it comes from labs and learners.
    return download(pieces(text), `${type}; charset=utf-8`, `${sandbox.id}-report.${locale}.${ending}`)
  }

  @Endpoint('readBundle')
  bundle(@OwnSandbox() sandbox: Sandbox): Promise<StreamableFile> {
    const pieces = this.bundleSandbox.execute(sandbox)
    return download(pieces, 'application/x-ndjson', `${sandbox.id}.evidence.ndjson`)
  }
}
