import { DEFAULT_HOPS, DEFAULT_TENANT, deriveId, type Draft } from '@troupe/contracts';
import { toHeaders, type Codec, type OutgoingRecord } from '@troupe/messaging';

/** Where an event about agents comes from. */
export interface FleetOrigin {
  /** Who says it. */
  readonly source: string;
  /** Its key: of what it is the last word. */
  readonly key: string;
  /** Together with the source and the key, what its id derives from. */
  readonly occasion: string;
  readonly timeMs: number;
}

/** An event about agents as a record. Nothing follows from it, and it belongs to no conversation: the key stands in its place. */
export const fleetRecord = async (draft: Draft, origin: FleetOrigin, codec: Codec): Promise<OutgoingRecord> => {
  const { source, key, occasion, timeMs } = origin;
  const headers = toHeaders({
    id: deriveId('fleet', draft.type, source, key, occasion),
    type: draft.type,
    source,
    timeMs,
    conversationId: key,
    lamport: 0,
    hops: DEFAULT_HOPS,
    tenant: DEFAULT_TENANT,
  });
  return { topic: draft.type, key, value: await codec.encode(draft.definition, draft.data), headers };
};
