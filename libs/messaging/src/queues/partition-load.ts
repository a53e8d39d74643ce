import type { SubscriberBounds } from '../ports.ts';

/** The bounds that apply where nobody says otherwise. */
export const DEFAULT_SUBSCRIBER_BOUNDS: SubscriberBounds = {
  records: 1_000,
  bytes: 8 * 1_024 * 1_024,
  watermarkGap: 2_000,
};

/** What one instance holds of one partition number now. */
export interface PartitionLoad {
  readonly records: number;
  readonly bytes: number;
  /** Of the topic in question. */
  readonly gap: number;
}

/** Resuming at the bound itself would pause again at the next record. */
const RESUME_BELOW = 0.5;

/** Whether a topic's partition may be read on: it pauses at any bound, and resumes when all are half free. */
export const mayRead = (bounds: SubscriberBounds, load: PartitionLoad, isPaused: boolean): boolean => {
  const part = isPaused ? RESUME_BELOW : 1;
  return (
    load.records < bounds.records * part && load.bytes < bounds.bytes * part && load.gap < bounds.watermarkGap * part
  );
};
