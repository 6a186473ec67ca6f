import { Injectable } from '@nestjs/common'
import { DojoError, durationMs, type LabSpec } from '@noops-dojo/contracts'
import { ProbeGateway, SandboxEngine, SandboxGuard } from '../../../domain/ports/index.ts'
import type { Lab } from '../../../domain/lab/lab.ts'
import {
  homeFiles,
  homeFolder,
  labFolder,
  labFolderFiles,
  learnerUser,
  parameterFile,
  parameterScript,
} from '../../../domain/sandbox/lab/lab-files.ts'
import { parameterEnv, publicParameters } from '../../../domain/sandbox/lab/lab-parameters.ts'
import { hasParameters } from '../../../domain/sandbox/new-sandbox.ts'
import { sandboxProbes } from '../../../domain/sandbox/lab/sandbox-probes.ts'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'
import { OpenFirstTerminal } from '../open-first-terminal.ts'
import type { StepRecorder } from './step-recorder.ts'
import { together } from './together.ts'

const root = { uid: 0, gid: 0 }
const shownOutput = 2_000

/** Puts the lab into a built sandbox: files, set-up scripts through the guard, probes. */
@Injectable()
export class FurnishSandbox {
  constructor(
    private readonly engine: SandboxEngine,
    private readonly guard: SandboxGuard,
    private readonly gateway: ProbeGateway,
    private readonly openTerminal: OpenFirstTerminal,
  ) {}

  /**
   * Files as soon as the workstation is there, then the set-up scripts; neither waits for the judge or the gateway. A warm
   * sandbox of a lab with parameters waits with its set-up until it is claimed.
   */
  async execute(
    sandbox: Sandbox,
    lab: Lab,
    recorder: StepRecorder,
    workstation: Promise<void>,
  ): Promise<void> {
    await workstation
    if (!recorder.isDone('files')) await recorder.run('files', () => this.putFiles(sandbox, lab))
    if (sandbox.claim === 'warm' && hasParameters(lab)) return
    if (!recorder.isDone('setup'))
      await recorder.run('setup', () => this.runScripts(sandbox, lab, recorder.signal))
    this.openTerminal.execute(sandbox)
  }

  /**
   * The last step: from here on the gateway looks, and what is changed is the learner's doing. A warm sandbox that is
   * given away as it is gets no later step: left in the set-up's phase, its learner's hands would never be counted.
   */
  async open(sandbox: Sandbox, lab: Lab, recorder: StepRecorder): Promise<void> {
    if (sandbox.claim === 'warm') {
      if (!hasParameters(lab)) await this.guard.setPhase(sandbox.id, 'open')
      return
    }
    await recorder.run('probes', async () => {
      const probes = sandboxProbes(sandbox, lab)
      await together([
        probes.length > 0 ? this.gateway.setProbes(sandbox.id, probes) : Promise.resolve(),
        this.guard.setPhase(sandbox.id, 'open'),
      ])
    })
  }

  private async putFiles(sandbox: Sandbox, lab: Lab): Promise<void> {
    const { id } = sandbox
    const values = publicParameters(lab.file.spec.params, sandbox.params)
    const parameters = Object.keys(values).length === 0 ? [] : [parameterScript(values)]
    await together([
      this.engine.putFiles(id, 'workstation', homeFolder, homeFiles(lab), learnerUser),
      this.engine.putFiles(id, 'workstation', labFolder, labFolderFiles(lab, 'workstation'), root),
      this.engine.putFiles(id, 'workstation', parameterFile.folder, parameters, root),
    ])
  }

  private async runScripts(sandbox: Sandbox, lab: Lab, signal: AbortSignal): Promise<void> {
    if (lab.file.spec.setup.length > 0) await this.guard.setPhase(sandbox.id, 'setup')
    for (const step of lab.file.spec.setup) await this.runScript(sandbox, lab, step, signal)
  }

  private async runScript(
    sandbox: Sandbox,
    lab: Lab,
    step: LabSpec['setup'][number],
    signal: AbortSignal,
  ): Promise<void> {
    const script = `${labFolder}/${step.run}`
    const isExecutable = lab.assets.some(({ path, executable }) => path === step.run && executable)
    const result = await this.engine.run(sandbox.id, 'workstation', {
      argv: isExecutable ? [script] : ['bash', script],
      env: parameterEnv(publicParameters(lab.file.spec.params, sandbox.params)),
      cwd: homeFolder,
      user: learnerUser.name,
      timeoutMs: durationMs(step.timeout),
      signal,
    })
    if (result.exitCode === 0) return
    const how =
      result.exitCode === null ? `did not end within ${step.timeout}` : `ended with ${result.exitCode}`
    throw new DojoError(
      'SANDBOX_FAILED',
      `The set-up script ${step.run} of lab ${lab.id} ${how}. Start the lab again; if it fails again, tell whoever wrote it.`,
      { step: step.id, output: `${result.stdout}\n${result.stderr}`.trim().slice(-shownOutput) },
    )
  }
}
