import { TroupeError } from '@troupe/contracts';
import type { SagaDefinition } from '@troupe/saga';
import type { InstanceKey } from './arrival.ts';
import type { KeptFact } from './stored-fact.ts';
import { toStoredJson } from './stored-json.ts';
import type { OrphanRow, SagaRow } from './tables.ts';

/** What became of facts that came before the event that starts their saga. */
export interface EarlyFates {
  /** How many new ones wait for it now. */
  readonly kept: number;
  /** How many the saga has begun with. */
  readonly begun: number;
  /** How many are newly said to have no start. */
  readonly orphaned: number;
  /** More than is kept of a conversation. */
  readonly refused: readonly KeptFact[];
  /** What there is to say of facts whose start did not come in time. */
  readonly orphan: OrphanRow | undefined;
  /** The start of facts that were orphaned has come. */
  readonly isAdopted: boolean;
}

/** What is new of an instance, split by whether there is room for it. */
export interface Admission {
  readonly admitted: readonly KeptFact[];
  readonly refused: readonly KeptFact[];
}

const bytesOf = ({ fact }: KeptFact): number =>
  fact.kind === 'event' ? Buffer.byteLength(toStoredJson(fact.data)) : 0;

const bytesOfAll = (facts: readonly KeptFact[]): number => facts.reduce((sum, fact) => sum + bytesOf(fact), 0);

/** Admits what there is room for as long as a saga has not begun, first come first kept. */
export const admitEarly = (
  { early }: Pick<SagaDefinition, 'early'>,
  known: readonly KeptFact[],
  fresh: readonly KeptFact[],
): Admission => {
  const admitted: KeptFact[] = [];
  const refused: KeptFact[] = [];
  let bytes = bytesOfAll(known);
  for (const fact of fresh) {
    const withIt = bytes + bytesOf(fact);
    const hasRoom = known.length + admitted.length < early.events && withIt <= early.bytes;
    if (hasRoom) bytes = withIt;
    (hasRoom ? admitted : refused).push(fact);
  }
  return { admitted, refused };
};

const appendedMsOf = (facts: readonly KeptFact[]): readonly number[] =>
  facts.flatMap(({ fact }) => (fact.kind === 'event' ? [fact.appendedMs] : []));

/** Until when, in log time, the start of these facts has to come. */
export const startDueMs = ({ early }: Pick<SagaDefinition, 'early'>, facts: readonly KeptFact[]): number =>
  Math.min(...appendedMsOf(facts)) + early.startWithinMs;

/** Facts whose start did not come in time, as an operator finds them. */
export const orphanOf = (
  { saga, conversation_id, partition }: Pick<SagaRow, 'saga' | 'conversation_id' | 'partition'>,
  facts: readonly KeptFact[],
): OrphanRow => ({
  saga,
  conversation_id,
  partition,
  facts: facts.length,
  bytes: bytesOfAll(facts),
  types: [...new Set(facts.flatMap(({ fact }) => (fact.kind === 'event' ? [fact.type] : [])))].toSorted(),
  since_ms: Math.trunc(Math.min(...appendedMsOf(facts))),
});

/** Why an event was not kept. */
export const refusalOf = ({ saga, conversationId }: InstanceKey, { early }: SagaDefinition): TroupeError =>
  new TroupeError(
    'EARLY_LIMIT_REACHED',
    `Conversation ${conversationId} has no start for saga '${saga}', and ${early.events} events or ${early.bytes} bytes ` +
      "are the most that is kept until it comes: find out where the start is, or raise 'early' of the definition",
  );
