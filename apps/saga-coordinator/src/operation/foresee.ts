import { ensureError, type Draft } from '@troupe/contracts';
import {
  decide,
  fold,
  instructionDecision,
  startIn,
  status,
  withParticipants,
  type EventFact,
  type ParticipantRow,
  type SagaStatus,
} from '@troupe/saga';
import type { SagaCatalogue } from '../engine/saga-catalogue.ts';
import { definitionFor, factsOf, type StoredSaga } from './show-saga.ts';

/** What an instruction would do to one instance. */
export interface Foreseen {
  readonly saga: string;
  readonly conversation: string;
  readonly result: 'applied' | 'refused';
  /** Why it is refused. */
  readonly why: string | null;
  readonly status: SagaStatus;
  /** Where it would stand. */
  readonly after: SagaStatus;
  /** Event types that would be published, in this order. */
  readonly publishes: readonly string[];
}

/** What is known besides the instance. */
export interface ForeseeOptions {
  readonly catalogue: SagaCatalogue;
  /** Rows about participants that were in effect when it started. */
  readonly participants?: readonly ParticipantRow[] | undefined;
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: number;
}

const TRIAL = 'trial';

const trialOf = ({ type, data }: Draft, nowMs: number): EventFact => ({
  kind: 'event',
  id: TRIAL,
  type,
  appendedMs: nowMs,
  timeMs: nowMs,
  data,
});

/**
 * What would come of an instruction that the log took now: folded and decided as it would be, and nothing is written. What is
 * read until then can still change it.
 */
export const foresee = (
  stored: StoredSaga,
  draft: Draft,
  { catalogue, participants = [], nowMs }: ForeseeOptions,
): Foreseen => {
  const { row } = stored;
  const about = { saga: row.saga, conversation: row.conversation_id, status: row.status };
  const refused = (why: string): Foreseen => ({
    ...about,
    result: 'refused',
    why,
    after: row.status,
    publishes: [],
  });
  const plain = definitionFor(catalogue, row);
  if (plain === undefined) return refused(`its version ${row.version} is not known to this coordinator`);
  try {
    const facts = [...factsOf(stored), trialOf(draft, nowMs)];
    const definition = withParticipants(plain, participants, startIn(plain, facts));
    const instance = { conversationId: row.conversation_id, facts };
    const { decisions, state } = decide(definition, fold(definition, instance), nowMs);
    const judged = decisions.find(({ fact }) => fact.decision === instructionDecision(TRIAL));
    if (judged?.fact.refused !== undefined) return refused(judged.fact.refused);
    const publishes = decisions.flatMap((decision) => decision.draft?.type ?? []);
    return { ...about, result: 'applied', why: null, after: status(state), publishes };
  } catch (error) {
    return refused(`its definition fails: ${ensureError(error).message}`);
  }
};
