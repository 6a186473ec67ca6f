/** Characters that XML 1.0 does not allow at all (production 2), escaped or not. */
const forbidden =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Gives a text that may stand in XML, in content or in an attribute with double quotes. */
export const xmlText = (text: string): string =>
  text
    .replace(forbidden, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)

type Attributes = Readonly<Record<string, string | number | undefined>>

/** Gives one element, indented by its place in the tree. Content is a list of elements, or one text. */
export const element = (
  name: string,
  attributes: Attributes,
  content: readonly string[] | string = [],
): string => {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${xmlText(String(value))}"`)
    .join('')
  if (typeof content === 'string') return `<${name}${written}>${xmlText(content)}</${name}>`
  if (content.length === 0) return `<${name}${written}/>`
  const inner = content.map((child) => child.replace(/^/gm, '  ')).join('\n')
  return `<${name}${written}>\n${inner}\n</${name}>`
}
