/** The keys that use cases compare against. A class, so that Nest injects it by type. */
export class PlatformKeys {
  readonly instructorKey: string
  readonly graderToken: string
  readonly sessionSecret: string

  constructor(keys: { instructorKey: string; graderToken: string; sessionSecret: string }) {
    this.instructorKey = keys.instructorKey
    this.graderToken = keys.graderToken
    this.sessionSecret = keys.sessionSecret
  }
}
