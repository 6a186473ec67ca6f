import type { ScalarTag, Tags } from 'yaml'

// PyYAML is stricter than YAML 1.1: `y` and `n` are texts, an exponent wants a point and a sign.
const narrowed: Record<string, RegExp> = {
  'tag:yaml.org,2002:bool/y': /^(?:[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/,
  'tag:yaml.org,2002:bool/n': /^(?:[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,
  'tag:yaml.org,2002:float/EXP': /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)[eE][-+][0-9]+$/,
}

const keyOf = (tag: ScalarTag): string => {
  const letter = tag.test?.test('y') ? 'y' : tag.test?.test('n') ? 'n' : undefined
  return `${tag.tag}/${letter ?? tag.format ?? ''}`
}

/** Changes the tags of YAML 1.1 to what PyYAML’s `safe_load` takes them for. Source: PyYAML’s resolver.py. */
export const pythonTags = (tags: Tags): Tags =>
  tags.map((tag) => {
    if (typeof tag === 'string' || !('test' in tag)) return tag
    const test = narrowed[keyOf(tag as ScalarTag)]
    return test === undefined ? tag : ({ ...tag, test } as ScalarTag)
  })
