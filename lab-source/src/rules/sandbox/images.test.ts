import { describe, expect, it } from 'vitest'
import { loadLab } from '../../load-lab.ts'
import { problemLine } from '../../problem.ts'
import { withLabFolder } from '../../testing/a-lab-folder.ts'

const told = (from: string, to: string): string[] =>
  withLabFolder({ yaml: [from, to] }, loadLab).problems.map((problem) => problemLine(problem))

describe('an image that this repository does not have', () => {
  it.each([
    ['shop-wbe:1.0', ' Did you mean "shop-web:1.0"?'],
    ['shop-web:9.9', ': shop-web has the tags 1.0, 1.1, 2.0, 2.1, 2.2, 2.3.'],
    ['postgres:15', ' There is: node:24, '],
  ])('is told with its place, and what was meant: %s', (image, hint) => {
    const [line, ...more] = told("'shop-web:1.0'", `'${image}'`)
    expect(line).toMatch(/^lab\.yaml:12:12: There is no image ".*\[image-unknown\]$/)
    expect(line).toContain(`There is no image "${image}"${hint.startsWith(':') ? hint : `.${hint}`}`)
    expect(more).toEqual([])
  })

  it('is told of the workstation, too', () => {
    const yaml = '  workstation: { image: workstaton }\n  setup:\n'
    expect(told('  setup:\n', yaml)).toEqual([
      'lab.yaml:13:25: There is no image "workstaton". Did you mean "workstation"? [image-unknown]',
    ])
  })

  it('is told once when it has no tag either', () => {
    expect(told("'shop-web:1.0'", 'shop-wbe')).toEqual([
      'lab.yaml:12:12: "shop-wbe" is no catalogue name with a tag like shop-web:1.0. [image-name]',
    ])
  })
})
