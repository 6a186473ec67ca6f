import list from '../../reference/images.json' with { type: 'json' }

/**
 * Every image that a lab may name, `name:tag`, as a file: lint works with no engine. "node lab-source/src/write-reference.ts"
 * writes it from tools/images/catalogue.ts.
 */
export const knownImages: readonly string[] = list
