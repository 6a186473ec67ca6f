import { suggestion } from '../../yaml/nearest.ts'
import { errorRule, type Finding, type Rule, warningRule } from '../rule.ts'
import { knownImages } from './known-images.ts'

const form = /^[a-z0-9][a-z0-9_.-]*:[A-Za-z0-9_.-]+$/
const nameOf = (image: string): string => image.split(':')[0] ?? ''
const knownNames = [...new Set(knownImages.map(nameOf))]

/** Of an image that there is, the tags; of another one, the image that was probably meant. */
const unknownImage = (image: string): string => {
  const name = nameOf(image)
  const tags = knownImages.filter((known) => nameOf(known) === name).map((known) => known.split(':')[1])
  return tags.length > 0
    ? `There is no image "${image}": ${name} has the tags ${tags.join(', ')}.`
    : `There is no image "${image}".${suggestion(image, knownImages)}`
}

export const imageRules: Rule[] = [
  errorRule('image-name', 'Images are named with their tag.', ({ lab }) =>
    lab.spec.images.flatMap((image, index) =>
      form.test(image)
        ? []
        : [
            {
              path: ['spec', 'images', index],
              message: `"${image}" is no catalogue name with a tag like shop-web:1.0.`,
            },
          ],
    ),
  ),
  // A warning: a host may have images of its own under the name `noops-dojo/…`.
  warningRule(
    'image-unknown',
    'Images are in the list of this repository, `tools/images/catalogue.ts`; others have to be on the host.',
    ({ lab: { spec } }) => {
      const { image } = spec.workstation
      const workstation: Finding[] = knownNames.includes(image)
        ? []
        : [
            {
              path: ['spec', 'workstation', 'image'],
              message: `There is no image "${image}".${suggestion(image, knownNames)}`,
            },
          ]
      return [
        ...workstation,
        ...spec.images.flatMap((name, index): Finding[] =>
          form.test(name) && !knownImages.includes(name)
            ? [{ path: ['spec', 'images', index], message: unknownImage(name) }]
            : [],
        ),
      ]
    },
  ),
]
