import type { Decision, StoredOutput } from '@troupe/agent-sdk';
import { TroupeError, type Draft, type Envelope } from '@troupe/contracts';
import { toHeaders, type Codec } from '@troupe/messaging';
import type { Advance, TrailedDecision } from './advance.ts';
import { envelopeOf, reportEnvelopeOf, type DecidedBy } from './envelopes.ts';

/** An event that tells of a decision. */
interface Telling {
  readonly draft: Draft;
  readonly envelope: Envelope;
}

/** What a decision is told by: its own event, and what a parent is told. None: it is only kept with its instance. */
export const tellingsOf = (decision: TrailedDecision, by: DecidedBy): readonly Telling[] => {
  const { draft, report } = decision;
  const own = draft && { draft, envelope: envelopeOf(decision, draft, by) };
  const envelope = report && reportEnvelopeOf(decision, report, by);
  return [...(own ? [own] : []), ...(report && envelope ? [{ draft: report, envelope }] : [])];
};

/** Kafka takes 1 MiB by default, headers included. Once decided, an event that is too large could never be published. */
const LARGEST_VALUE = 1_000_000;

const refuseOversize = (type: string, bytes: number): void => {
  if (bytes <= LARGEST_VALUE) return;
  throw new TroupeError(
    'EVENT_INVALID',
    `${type} would have ${bytes} bytes, and ${LARGEST_VALUE} is the most: conclude a reference instead of the data`,
  );
};

const outputOf = async (
  { draft: { definition, data, type }, envelope }: Telling,
  codec: Codec,
): Promise<StoredOutput> => {
  const value = await codec.encode(definition, data);
  refuseOversize(type, value.length);
  return { id: envelope.id, topic: type, key: envelope.conversationId, value, headers: toHeaders(envelope) };
};

/**
 * A decision as it is stored and published.
 * @throws TroupeError EVENT_INVALID · SCHEMA_UNKNOWN when the definition concludes what cannot be encoded or published
 */
export const decisionOf = async (
  decision: TrailedDecision,
  by: DecidedBy & Pick<Advance, 'requestedMs'>,
  codec: Codec,
): Promise<Decision> => {
  const { row, requestedMs } = by;
  return {
    decider: row.saga,
    inputId: decision.fact.id,
    inputTimeMs: requestedMs,
    conversationId: row.conversation_id,
    partition: row.partition,
    outcome: 'decided',
    outputs: await Promise.all(tellingsOf(decision, by).map((telling) => outputOf(telling, codec))),
  };
};
