import { z } from 'zod'

/** A lab's text after parsing: HTML is sanitised on the server; the page only renders. */
export const contentBlock = z.discriminatedUnion('type', [
  z.object({ type: z.literal('html'), html: z.string() }),
  z.object({ type: z.literal('task'), id: z.string() }),
  z.object({ type: z.literal('hint'), html: z.string(), title: z.string().optional() }),
  z.object({
    type: z.literal('action'),
    action: z.enum(['exec', 'copy', 'edit', 'open', 'inject']),
    language: z.string(),
    text: z.string(),
    args: z.record(z.string(), z.string()),
  }),
])
export type ContentBlock = z.infer<typeof contentBlock>

export const contentPage = z.object({ slug: z.string(), title: z.string(), blocks: z.array(contentBlock) })
export type ContentPage = z.infer<typeof contentPage>
