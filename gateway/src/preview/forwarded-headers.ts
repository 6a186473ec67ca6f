import type { IncomingHttpHeaders } from 'node:http'
import { endToEndHeaders } from '@noops-dojo/contracts'

/** Headers of a preview request as the learner's app may see them: without the platform's bearer token. */
export const upstreamHeaders = (headers: IncomingHttpHeaders, host: string): IncomingHttpHeaders => {
  const { authorization: _platformToken, ...rest } = endToEndHeaders(headers)
  return { ...rest, host }
}
