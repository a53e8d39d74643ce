import { z } from 'zod';

/** What signal-ingest reads from its environment besides what every service does. */
export const ingestSettings = z.object({
  /** The file that says which sources there are; without it none is read. */
  SIGNAL_FEEDS: z.string().min(1).optional(),
});

/** The settings as they were read. */
export type IngestSettings = z.infer<typeof ingestSettings>;
