import { describe, expect, it } from 'vitest'
import { silent } from '../port/notes.ts'
import { Environment } from './environment.ts'
import { mergeVariables } from './variable-files.ts'
import { readVariables } from './variables.ts'

describe('--var', () => {
  it('converts by its type, and is a text without one', () => {
    const given = [
      'a=1',
      'b:int=2',
      'c:float=1.5',
      'd:bool=no',
      'e:bool=x',
      'f:json={"g": [1]}',
      'url:str=http://a=b',
      'x:y:int=3',
    ]
    expect(readVariables(given)).toEqual({
      ...{ a: '1', b: 2, c: 1.5, d: false, e: true, f: { g: [1] }, url: 'http://a=b', 'x:y': 3 },
    })
    expect(readVariables(['b:bytes=hi']).b).toEqual(new TextEncoder().encode('hi'))
  })

  it('is refused without a value, with an unknown type, and with a value that does not convert', () => {
    expect(() => readVariables(['a'])).toThrow('var needs to be in the format name[:type]=value')
    expect(() => readVariables(['a:date=1'])).toThrow('variable type can only be')
    expect(() => readVariables(['a:int=x'])).toThrow("invalid literal for int() with base 10: 'x'")
  })
})

describe('--var-file', () => {
  it('brings configuration and secrets, later files over earlier ones and --var over all', () => {
    const files = [
      { name: 'a.json', text: '{"configuration": {"x": 1, "y": 1}, "secrets": {"s": {"t": 1}}}' },
      { name: 'b.yaml', text: 'configuration: { x: 2, z: 2 }' },
    ]
    expect(mergeVariables(files, { z: 3 }, new Environment(), silent)).toEqual({
      configuration: { x: 2, y: 1, z: 3 },
      secrets: { s: { t: 1 } },
    })
  })

  it('that is an .env is put into the environment, of processes too', () => {
    const environment = new Environment({ HOST: 'outer' })
    mergeVariables([{ name: 'f.env', text: '# c\nHOST=inner\nURL=http://a?b=c\n' }], {}, environment, silent)
    expect(environment.get('HOST')).toBe('inner')
    expect(environment.forProcesses()).toEqual({ HOST: 'inner', URL: 'http://a?b=c' })
  })
})
