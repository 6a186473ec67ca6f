/** What one submission may have: its files together, in bytes, and the path of each, in bytes of UTF-8. */
export const submissionLimits = { bytes: 20_000_000, files: 2_000, pathBytes: 255 } as const
