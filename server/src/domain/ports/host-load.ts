/** How full the machine is that the sandboxes share. */
export abstract class HostLoad {
  /** Programs that run or wait for a processor at this moment, by processor; null: this machine does not tell. */
  abstract runnablePerProcessor(): Promise<number | null>
}
