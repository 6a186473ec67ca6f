/** What the adapter has to be told. Paths are host paths, because the engine mounts them. */
export interface DockerEngineOptions {
  readonly socketPath: string
  readonly instance: string
  /** Absolute; `gateway/token` below it is mounted into the gateway. */
  readonly dataDir: string
  readonly gatewayImage: string
  /** Hosted shape: the gateway answers at this address on the control network and publishes nothing. */
  readonly gatewayAddress?: string
  /** Tag of the images named by labs: `workstation` → `noops-dojo/workstation:<imageTag>`. */
  readonly imageTag: string
}

export const imageReference = (options: DockerEngineOptions, image: string): string =>
  `noops-dojo/${image}:${options.imageTag}`
