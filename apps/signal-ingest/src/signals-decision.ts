import type { Decision, StoredOutput } from '@troupe/agent-sdk';
import {
  conversationIdOf,
  DEFAULT_HOPS,
  DEFAULT_TENANT,
  deriveId,
  outputId,
  SignalRefused,
  SignalsObserved,
  type Draft,
  type Envelope,
  type EventDefinition,
} from '@troupe/contracts';
import { partitionOf, toHeaders, type Codec } from '@troupe/messaging';
import type { Entry } from './entry.ts';

/** Who publishes what is read. */
export const SIGNAL_INGEST = 'signal-ingest';

/** What it publishes. */
export const PUBLISHED: readonly EventDefinition[] = [SignalsObserved, SignalRefused];

/** The conversation of a source: the same for ever. */
export const sourceConversation = (source: string): string => conversationIdOf(DEFAULT_TENANT, `source ${source}`);

/** Entries that are kept and published together. */
export interface Batch {
  readonly source: string;
  readonly market: string;
  readonly entries: readonly Entry<unknown>[];
  /** How far the source is read with them, as it is stored. */
  readonly position: string;
  readonly timeMs: number;
}

/** Items that follow one another go in one event; what cannot be read is an event of its own, in its place. */
export const draftsOf = ({
  source,
  market,
  entries,
}: Pick<Batch, 'source' | 'market' | 'entries'>): readonly Draft[] => {
  const drafts: Draft[] = [];
  let items: Parameters<typeof SignalsObserved>[0]['items'] = [];
  const close = (): void => {
    if (items.length > 0) drafts.push(SignalsObserved({ source, market, items }));
    items = [];
  };
  for (const entry of entries) {
    if ('read' in entry) {
      items = [...items, entry.read];
      continue;
    }
    close();
    drafts.push(SignalRefused({ source, ...entry.refused }));
  }
  close();
  return drafts;
};

/**
 * The decision that entries are published, with its bytes complete. Its id is where the source is read to, so nothing is published twice
 * under two ids.
 * @throws TroupeError EVENT_INVALID · SCHEMA_UNKNOWN · REGISTRY_UNAVAILABLE
 */
export const decisionOf = async (batch: Batch, codec: Codec, partitions: number): Promise<Decision> => {
  const { source, position, timeMs } = batch;
  const conversationId = sourceConversation(source);
  const inputId = deriveId('signals', DEFAULT_TENANT, source, position);
  const outputOf = async (draft: Draft, ordinal: number): Promise<StoredOutput> => {
    const envelope: Envelope = {
      id: outputId(inputId, SIGNAL_INGEST, ordinal),
      type: draft.type,
      source: SIGNAL_INGEST,
      timeMs,
      conversationId,
      lamport: 0,
      hops: DEFAULT_HOPS,
      tenant: DEFAULT_TENANT,
    };
    const value = await codec.encode(draft.definition, draft.data);
    return { id: envelope.id, topic: draft.type, key: conversationId, value, headers: toHeaders(envelope) };
  };
  return {
    decider: SIGNAL_INGEST,
    inputId,
    inputTimeMs: timeMs,
    conversationId,
    partition: partitionOf(conversationId, partitions),
    outcome: 'decided',
    outputs: await Promise.all(draftsOf(batch).map(outputOf)),
  };
};
