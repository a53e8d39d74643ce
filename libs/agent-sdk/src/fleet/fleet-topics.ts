import { AgentAnnounced, AgentInstructed, durationMs } from '@troupe/contracts';
import type { TopicSpec } from '@troupe/messaging';

/** How long an instance that was killed is still told of: one that stops says so itself. */
const ANNOUNCED_FOR_MS = durationMs('1h');

/** The topics about agents themselves: the last announcement of each instance, and every instruction there ever was. */
export const FLEET_TOPICS: readonly TopicSpec[] = [
  { topic: AgentAnnounced.type, cleanup: 'compact,delete', retentionMs: ANNOUNCED_FOR_MS },
  { topic: AgentInstructed.type, retentionMs: -1 },
];
