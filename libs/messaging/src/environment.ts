import { durationMs } from '@troupe/contracts';

/** The number of partitions of an environment that says nothing else. */
export const DEFAULT_PARTITIONS = 6;

/** How long the log keeps records where nothing else is said, in milliseconds. */
export const DEFAULT_RETENTION_MS = durationMs('30d');
