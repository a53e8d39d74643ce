import { durationMs, type Duration } from '@troupe/contracts';
import { z } from 'zod';

const isDuration = (text: string): boolean => {
  try {
    return durationMs(text) > 0;
  } catch {
    return false;
  }
};

const duration = z
  .string()
  .refine(isDuration, "must be a duration longer than nothing, such as '30s'")
  // Checked just now.
  .transform((text) => text as Duration);

/** What the coordinator reads from its environment besides what every service does. */
export const coordinatorSettings = z.object({
  /** How long the participants of an order may take to answer, from when the order was appended. */
  ORDER_ANSWER_WITHIN: duration.default('30s'),
});

/** The settings as they were read. */
export type CoordinatorSettings = z.infer<typeof coordinatorSettings>;
