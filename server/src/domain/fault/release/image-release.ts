import { duration, type LocalizedText, type PlatformText } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault } from '../fault.ts'
import { deployFault, type Edits } from './deploy.ts'

const params = z.strictObject({
  image: z.string().min(1).describe('Catalogue image of the release: shop-web:2.0'),
  for: duration.default('2m').describe('The image before is put back after this when nobody rolled back.'),
})
export type ImageParams = z.infer<typeof params>

interface ImageRelease {
  readonly name: string
  readonly title: LocalizedText
  readonly example: Partial<ImageParams>
  /** For people: `a real service update to a release that never gets healthy`. */
  readonly rungText: PlatformText
  effect(params: ImageParams, target: string): LocalizedText
}

/** A fault that releases a catalogue image, and says so in the log as a release. */
export const imageRelease = ({ rungText, ...release }: ImageRelease): Fault<ImageParams, Edits> => ({
  ...deployFault({
    ...release,
    params,
    rung: { rung: 'engine', text: rungText },
    edit: (values, service, facts) =>
      facts.image === values.image
        ? `${service} runs ${values.image} already; roll it back first`
        : {
            ...{ service, versionBefore: facts.version },
            ...{ field: 'image', before: facts.image, after: values.image },
          },
  }),
  release: ({ target, params: { image } }, { edits: [edit] }) => ({
    service: target,
    image,
    before: String(edit?.before ?? ''),
  }),
})
