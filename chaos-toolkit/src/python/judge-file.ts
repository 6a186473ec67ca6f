import { PythonError } from '../failure/python-error.ts'
import { pythonRepr } from '../value/text.ts'
import type { PythonFunction, PythonWorld } from './python-function.ts'

const test = async (world: PythonWorld, flag: string, path: unknown): Promise<boolean> =>
  (await world.judge.run({ argv: ['test', flag, String(path)], timeoutMs: 15_000 })).status === 0

const predicate = (name: string, flag: string, parameter: string, doc: string): PythonFunction => ({
  module: 'os.path',
  name,
  kind: 'probe',
  doc,
  parameters: [{ name: parameter, type: 'string' }],
  returns: 'boolean',
  call: (args, world) => test(world, flag, args[parameter]),
})

const missing = (path: unknown): PythonError =>
  new PythonError('FileNotFoundError', `[Errno 2] No such file or directory: ${pythonRepr(path)}`)

const change = async (world: PythonWorld, argv: string[], path: unknown): Promise<null> => {
  if (!(await test(world, '-e', path)) && !(await test(world, '-L', path))) throw missing(path)
  const { status, stderr } = await world.judge.run({ argv, timeoutMs: 15_000 })
  if (status !== 0) throw new PythonError('OSError', stderr.trim())
  return null
}

const removal = (name: 'remove' | 'unlink'): PythonFunction => ({
  module: 'os',
  name,
  kind: 'action',
  doc: 'Remove a file in the judge.',
  parameters: [{ name: 'path', type: 'string' }],
  call: ({ path }, world) => change(world, ['rm', '--', String(path)], path),
})

/** Python’s `os` and `os.path`, on the files of the judge. */
export const fileFunctions: readonly PythonFunction[] = [
  predicate('exists', '-e', 'path', 'Whether there is something at a path in the judge.'),
  predicate('isfile', '-f', 'path', 'Whether there is a file at a path in the judge.'),
  predicate('isdir', '-d', 's', 'Whether there is a folder at a path in the judge.'),
  predicate('islink', '-L', 'path', 'Whether there is a symbolic link at a path in the judge.'),
  {
    module: 'os.path',
    name: 'getsize',
    kind: 'probe',
    doc: 'The size of a file in the judge, in bytes.',
    parameters: [{ name: 'filename', type: 'string' }],
    returns: 'integer',
    call: async ({ filename }, world) => {
      const { status, stdout } = await world.judge.run({
        argv: ['stat', '-L', '-c', '%s', '--', String(filename)],
        timeoutMs: 15_000,
      })
      if (status !== 0) throw missing(filename)
      return Number(stdout)
    },
  },
  removal('remove'),
  removal('unlink'),
  {
    module: 'os',
    name: 'rename',
    kind: 'action',
    doc: 'Rename a file in the judge.',
    parameters: [
      { name: 'src', type: 'string' },
      { name: 'dst', type: 'string' },
    ],
    call: ({ src, dst }, world) => change(world, ['mv', '-T', '--', String(src), String(dst)], src),
  },
]
