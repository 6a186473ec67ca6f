/**
 * Categories of routes that are not open yet. Such a request must be refused whatever a corpus expects of it: a refusal
 * passes and is counted as "not open". Keep this list short; a route leaves it when its guard rules are built.
 */
export type NotOpen = { method: string; path: RegExp; query?: RegExp; ids: string[]; reason: string }

export const notOpen: readonly NotOpen[] = [
  {
    method: 'POST',
    path: /^\/build$/,
    ids: ['BUILD-021', 'OK-031'],
    reason:
      'FROM, COPY --from, ADD and # syntax are inside the context: a build needs a builder of the sandbox’s own.',
  },
  {
    method: 'POST',
    path: /^\/images\/.+\/push$/,
    ids: ['IMAGE-015'],
    reason: 'There is no registry of a sandbox’s own to push to.',
  },
  {
    method: 'POST',
    path: /^\/images\/create$/,
    query: /(^|&)fromSrc=-/,
    ids: ['IMAGE-023', 'IMAGE-024'],
    reason: 'An import makes layers whose size and origin nothing bounds yet.',
  },
  {
    method: 'POST',
    path: /^\/images\/load$/,
    ids: [],
    reason: 'A tar that names another tenant’s diffID obtains its files.',
  },
  { method: 'POST', path: /^\/commit$/, ids: [], reason: 'Image bytes are not in the quota yet.' },
  {
    method: 'GET',
    path: /^\/images\/(.+\/)?get$/,
    ids: ['X-IMAGE-007'],
    reason: 'A save streams whole images and shows engine names.',
  },
]

/** The entry under which a request falls, if any. `path` without its version. */
export function notOpenEntry(method: string, path: string, query: string): NotOpen | undefined {
  return notOpen.find(
    (entry) => entry.method === method && entry.path.test(path) && (entry.query?.test(query) ?? true),
  )
}
