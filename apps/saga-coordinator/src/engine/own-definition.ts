import { startIn, withParticipants, type SagaDefinition } from '@troupe/saga';
import type { Transaction } from 'kysely';
import type { Participants } from '../participants/participants.ts';
import type { EventArrival } from './arrival.ts';
import type { KeptFact } from './stored-fact.ts';
import type { CoordinatorTables } from './tables.ts';

/** A fact that an instance has, or gets with this batch. */
type Given = Pick<KeptFact | EventArrival, 'fact'>;

/** The definition of one instance: that of its version, with who takes part in it as its start says. */
export type OwnDefinition = (definition: SagaDefinition, facts: readonly Given[]) => SagaDefinition;

const appendedMsOf = ({ fact }: Given): number => (fact.kind === 'event' ? fact.appendedMs : -Infinity);

/**
 * Knows the rows that concern any of the instances that these facts belong to. They are read inside of the transaction where
 * they are not known, so that none begins without a row that is in effect.
 */
export const ownDefinitions = async (
  tx: Transaction<CoordinatorTables>,
  facts: readonly Given[],
  participants: Pick<Participants, 'upTo'> | undefined,
): Promise<OwnDefinition> => {
  const latestMs = facts.reduce((latest, fact) => Math.max(latest, appendedMsOf(fact)), -Infinity);
  const rows = (await participants?.upTo(latestMs, tx)) ?? [];
  if (rows.length === 0) return (definition) => definition;
  return (definition, own) =>
    withParticipants(
      definition,
      rows,
      startIn(
        definition,
        own.map(({ fact }) => fact),
      ),
    );
};
