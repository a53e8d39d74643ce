import type { Decision } from '@troupe/agent-sdk';
import {
  DEFAULT_HOPS,
  DEFAULT_TENANT,
  participantChangeId,
  ParticipantChanged,
  type ParticipantChangedData,
} from '@troupe/contracts';
import { partitionOf, toHeaders, type Codec } from '@troupe/messaging';
import { conditionText } from '@troupe/saga';
import { SOURCE } from '../engine/envelopes.ts';
import type { KeptStep, ParticipantRecord } from './participant-row.ts';

/** The conversation in which everything is told about who takes part in a saga. */
export const participantsConversation = (saga: string): string => `participants-${saga}`;

const awaitedBy = ({ completedBy, failedBy, compensatedBy }: KeptStep): readonly string[] =>
  [completedBy, ...failedBy, ...(compensatedBy === null ? [] : [compensatedBy])].map(({ type }) => type);

const dataOf = (record: ParticipantRecord): ParticipantChangedData => ({
  saga: record.saga,
  row: record.id,
  step: record.step,
  change: record.change,
  effective: record.effective_ms,
  condition: record.condition && conditionText(record.condition),
  awaits: record.added ? awaitedBy(record.added) : [],
  reason: record.reason,
  by: record.made_by,
});

/**
 * What tells of a row, to be stored with it and then published like what is decided.
 * @throws TroupeError EVENT_INVALID · SCHEMA_UNKNOWN
 */
export const participantChanged = async (
  record: ParticipantRecord,
  { codec, partitions }: { readonly codec: Codec; readonly partitions: number },
): Promise<Decision> => {
  const conversationId = participantsConversation(record.saga);
  const timeMs = record.made_at.getTime();
  const id = participantChangeId(record.saga, record.id, timeMs);
  const { type } = ParticipantChanged;
  const headers = toHeaders({
    ...{ id, type, source: SOURCE, timeMs, conversationId },
    ...{ lamport: record.id, hops: DEFAULT_HOPS, tenant: DEFAULT_TENANT },
  });
  const value = await codec.encode(ParticipantChanged, dataOf(record));
  return {
    ...{ decider: SOURCE, inputId: id, inputTimeMs: timeMs, conversationId },
    partition: partitionOf(conversationId, partitions),
    outcome: 'decided',
    outputs: [{ id, topic: type, key: conversationId, value, headers }],
  };
};
