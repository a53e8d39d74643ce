import { durationMs, isDuration, type Duration } from '@troupe/contracts';
import { z } from 'zod';
import { LEAST_MARGIN_MS } from './participants/margin.ts';

const duration = z
  .string()
  .refine(isDuration, "must be a duration longer than nothing, such as '30s'")
  // Checked just now.
  .transform((text) => text as Duration);

/** What the coordinator reads from its environment besides what every service does. */
export const coordinatorSettings = z.object({
  /** How long the participants of an order may take to answer, from when the order was appended. */
  ORDER_ANSWER_WITHIN: duration.default('30s'),
  /** How long after its request a feature may be without a valid spec: people are asked about it meanwhile. */
  FEATURE_SPEC_WITHIN: duration.default('7d'),
  /** How long its code, the approval of it (with every round of changes) and the merge may take each. */
  FEATURE_WORK_WITHIN: duration.default('1d'),
  /** How long a feature may take in all. */
  FEATURE_WITHIN: duration.default('9d'),
  /** How long after it is made a row about participants is in effect at the earliest. */
  SAGA_PARTICIPANT_MARGIN: duration
    .refine((margin) => durationMs(margin) >= LEAST_MARGIN_MS, `must be at least ${LEAST_MARGIN_MS / 1_000}s`)
    .default('30s'),
  /** What the interface for operators listens on. */
  SAGAS_HOST: z.string().min(1).default('127.0.0.1'),
  /** Its port; 0 takes a free one. */
  SAGAS_PORT: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(0, 'must be at least 0')
    .max(65_535, 'must be at most 65535')
    .default(8090),
  /** What operators sign in with; without it there is no interface for them. */
  SAGAS_TOKEN: z.string().min(16, 'must be at least 16 characters long').optional(),
});

/** The settings as they were read. */
export type CoordinatorSettings = z.infer<typeof coordinatorSettings>;
