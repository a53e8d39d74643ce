import { z } from 'zod';

const outcomes = z.record(z.string(), z.string());

/** What the prober says that came of its attempts: for each the code of an error, or `done`. */
export const insideReportSchema = z.object({
  uid: z.number(),
  gid: z.number(),
  groups: z.array(z.number()),
  environment: z.array(z.string()),
  writes: outcomes,
  reads: outcomes,
  connects: outcomes,
  interfaces: z.array(z.string()),
  signal: z.string(),
  parentPid: z.number(),
  openFiles: z.object({ files: z.number(), refused: z.string() }),
  file: z.object({ bytes: z.number(), refused: z.string() }),
  scratch: z.object({ bytes: z.number(), refused: z.string() }),
});
export type InsideReport = z.infer<typeof insideReportSchema>;
