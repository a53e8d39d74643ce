import type { TopicConfig } from './topic-config.ts';

/**
 * How long a record can be read again after it was appended, in milliseconds. A segment goes as a whole, when its newest
 * record is older than the retention, and its oldest may have come as much earlier as a segment is written to.
 */
export const readableForMs = (config: TopicConfig): number => {
  const retentionMs = Number(config['retention.ms'] ?? -1);
  const isForgotten = config['cleanup.policy']?.split(',').includes('delete') === true && retentionMs >= 0;
  return isForgotten ? retentionMs + Number(config['segment.ms'] ?? 0) : Number.POSITIVE_INFINITY;
};
