/** Rows of the engine's answers, as far as the guard reads them; the rest passes through the scrubbers. */
export type Labels = Record<string, string>

export type EngineContainer = {
  Id: string
  Names?: string[]
  Image: string
  ImageID?: string
  Labels?: Labels
  State?: string
  Mounts?: Record<string, unknown>[]
  NetworkSettings?: { Networks?: Record<string, Record<string, unknown>> }
  [key: string]: unknown
}

export type EngineNetwork = {
  Id: string
  Name: string
  Labels?: Labels
  IPAM?: { Config?: { Subnet?: string; Gateway?: string }[] | null }
  Containers?: Record<string, { Name: string; [key: string]: unknown }>
  [key: string]: unknown
}

export type EngineVolume = {
  Name: string
  Labels?: Labels | null
  Mountpoint?: string
  [key: string]: unknown
}

export type EngineUpdateConfig = {
  Parallelism?: number
  Order?: string
  FailureAction?: string
  [key: string]: unknown
}

export type EngineServiceSpec = {
  Name: string
  Labels?: Labels
  TaskTemplate?: {
    ContainerSpec?: { Image?: string; Labels?: Labels; [key: string]: unknown }
    Networks?: { Target: string; [key: string]: unknown }[]
    [key: string]: unknown
  }
  Mode?: { Replicated?: { Replicas?: number }; [key: string]: unknown }
  UpdateConfig?: EngineUpdateConfig
  RollbackConfig?: EngineUpdateConfig
  EndpointSpec?: Record<string, unknown>
  [key: string]: unknown
}

export type EngineService = {
  ID: string
  Version?: { Index: number }
  Spec: EngineServiceSpec
  PreviousSpec?: EngineServiceSpec
  UpdateStatus?: { State?: string }
  Endpoint?: Record<string, unknown>
  [key: string]: unknown
}

export type EngineTask = {
  ID: string
  ServiceID: string
  NodeID?: string
  Slot?: number
  Status?: {
    Err?: string
    Message?: string
    ContainerStatus?: Record<string, unknown>
    [key: string]: unknown
  }
  Spec?: EngineServiceSpec['TaskTemplate']
  NetworksAttachments?: { Network?: { Spec?: { Name?: string; Labels?: Labels } }; [key: string]: unknown }[]
  [key: string]: unknown
}

export type EngineSecret = {
  ID: string
  Spec: { Name: string; Labels?: Labels; [key: string]: unknown }
  [key: string]: unknown
}

export type EngineImage = {
  Id: string
  RepoTags?: string[] | null
  Config?: { Labels?: Labels | null; Volumes?: Record<string, unknown> | null; WorkingDir?: string }
  [key: string]: unknown
}
