import { z } from 'zod'

const isPlain = (path: string): boolean =>
  path === '/' ||
  path
    .slice(1)
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..')

/** An absolute path inside a container, without empty and dotted parts and control characters. */
export const containerPath = z
  .string()
  .max(255, 'a path of 255 characters at most')
  .regex(/^\/[^\p{Cc}]*$/u, 'a path in the container begins with /')
  .refine(isPlain, 'a path without //, . and ..')
