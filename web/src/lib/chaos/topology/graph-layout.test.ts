import type { Topology } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { columnsOf, entryOf, layoutGraph } from './graph-layout.ts'

const link = (from: string, to: string, by = 'URL') => ({ from, to, by })
const graph = (names: string[], links: Topology['links']): Topology => ({
  at: 0,
  links,
  nodes: names.map((name) => ({ name }) as Topology['nodes'][number]),
})
const shop = graph(
  ['db', 'web', 'api', 'worker'],
  [link('web', 'api'), link('api', 'db'), link('worker', 'db'), link('api', 'worker')],
)
const size = { width: 800, boxHeight: 60 }

describe('the drawing of the services', () => {
  it('goes from left to right: whoever is called stands right of all who call it', () => {
    const columns = columnsOf(['web', 'api', 'db', 'worker'], shop.links)
    expect(Object.fromEntries(columns)).toEqual({ web: 0, api: 1, worker: 2, db: 3 })
  })

  it('ends also when services call each other in a circle', () => {
    const { boxes, wires } = layoutGraph(graph(['a', 'b'], [link('a', 'b'), link('b', 'a')]), size)
    expect(boxes).toHaveLength(2)
    expect(wires).toHaveLength(2)
  })

  it('puts no two boxes over each other', () => {
    const wide = graph(
      ['a', 'b', 'c', 'd', 'e'],
      ['b', 'c', 'd', 'e'].map((to) => link('a', to)),
    )
    const { boxes } = layoutGraph(wide, size)
    for (const one of boxes) {
      const over = boxes.filter(
        (other) =>
          other !== one &&
          one.x < other.x + other.width &&
          other.x < one.x + one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      )
      expect(over).toEqual([])
    }
  })

  it('keeps inside the width as long as boxes stay readable', () => {
    const { boxes } = layoutGraph(shop, { width: 640, boxHeight: 60 })
    expect(Math.max(...boxes.map((box) => box.x + box.width))).toBeLessThanOrEqual(640)
  })

  it('is the same whatever order the engine lists the services in', () => {
    const turned = { ...shop, nodes: shop.nodes.toReversed(), links: shop.links.toReversed() }
    const byName = (all: { name: string }[]) => all.toSorted((a, b) => a.name.localeCompare(b.name))
    expect(byName(layoutGraph(turned, size).boxes)).toEqual(byName(layoutGraph(shop, size).boxes))
  })

  it('draws one line for several settings and none to what is not there', () => {
    const links = [link('a', 'b', 'URL'), link('a', 'b', 'URL_2'), link('a', 'gone')]
    expect(layoutGraph(graph(['a', 'b'], links), size).wires).toMatchObject([{ by: ['URL', 'URL_2'] }])
  })

  it('draws nothing of an empty sandbox', () => {
    expect(layoutGraph(graph([], []), size)).toMatchObject({ boxes: [], wires: [], height: 0 })
  })

  it('finds the service that the probe enters by', () => {
    expect(entryOf('http://web:8080/health', ['api', 'web'])).toBe('web')
    expect(entryOf('web:8080', ['shop_api', 'shop_web'])).toBe('shop_web')
    expect(entryOf('http://other/', ['web'])).toBeUndefined()
  })
})
