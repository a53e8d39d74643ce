import { durationMs } from '@troupe/contracts';
import { DEFAULT_RETENTION_MS } from '../environment.ts';
import type { TopicSpec } from '../ports.ts';

/** A segment is deleted as a whole: the shorter it is written to, the less longer than its retention a record is kept. */
const SEGMENT_MS = durationMs('1d');
/** What is being written to is not compacted: of a topic of the last word on each key there shall not be much of it. */
const COMPACTED_SEGMENT_MS = durationMs('10m');

/** A topic's settings by Kafka's names. */
export type TopicConfig = Readonly<Record<string, string>>;

/** The settings that a topic shall have. Deadlines are judged by the time of appending, so that is what the log keeps. */
export const configOf = ({
  retentionMs = DEFAULT_RETENTION_MS,
  cleanup = 'delete',
  largestRecord,
}: TopicSpec): TopicConfig => ({
  'cleanup.policy': cleanup,
  'message.timestamp.type': 'LogAppendTime',
  ...(cleanup !== 'compact' && { 'retention.ms': String(retentionMs) }),
  ...(cleanup !== 'compact' && { 'segment.ms': String(cleanup === 'delete' ? SEGMENT_MS : COMPACTED_SEGMENT_MS) }),
  ...(largestRecord !== undefined && { 'max.message.bytes': String(largestRecord) }),
});

/** The settings of `wanted` that `found` has otherwise, in words: `retention.ms is 604800000, not 2592000000`. */
export const configDifferences = (wanted: TopicConfig, found: TopicConfig): readonly string[] =>
  Object.entries(wanted)
    .filter(([name, value]) => found[name] !== value)
    .map(([name, value]) => `${name} is ${found[name] ?? 'not set'}, not ${value}`);
