import { DecisionLost, keyOf, type Decision, type DecisionStore, type StoredDecision } from '@troupe/agent-sdk';
import type { Kysely } from 'kysely';
import type { Mutation } from '../mutation.ts';
import { runOn } from './sim-database.ts';
import type { TableView } from './sim-tables.ts';

/** Where decisions lie; what follows is their key. */
export const DECISIONS = 'decision ';
/** Where what is undelivered is pointed at; what follows is its partition and position. */
export const UNDELIVERED = 'undelivered ';

const DIGITS = 9;

const pointerOf = ({ partition, position }: Pick<StoredDecision, 'partition' | 'position'>): string =>
  `${UNDELIVERED}${partition} ${String(position).padStart(DIGITS, '0')}`;

// What is written under these keys is what is read.
const decisionAt = (view: TableView, key: string): StoredDecision | undefined =>
  view.get(DECISIONS + key) as StoredDecision | undefined;

const current = (view: TableView, decision: StoredDecision): StoredDecision => ({
  ...decision,
  delivered: view.get(pointerOf(decision)) === undefined,
});

/** Stores one decision; undefined when there is one already. */
const insertOne = async (
  view: TableView,
  decision: Decision,
  without: Mutation | undefined,
): Promise<StoredDecision | undefined> => {
  const key = keyOf(decision);
  await view.lock(DECISIONS + key);
  const isTaken = decisionAt(view, key) !== undefined;
  if (isTaken && without !== 'inbox') return undefined;
  const stored: StoredDecision = { ...decision, position: view.serial(), delivered: decision.outputs.length === 0 };
  const outputs = without === 'outbox' ? [] : decision.outputs;
  const row = isTaken ? `${key} again ${stored.position}` : key;
  view.set(DECISIONS + row, { ...stored, outputs });
  if (outputs.length > 0) view.set(pointerOf(stored), row);
  return stored;
};

const insertAll = async (view: TableView, decisions: readonly Decision[], without: Mutation | undefined) => {
  const stored: StoredDecision[] = [];
  const lost = new Set<string>();
  for (const decision of decisions) {
    const inserted = await insertOne(view, decision, without);
    if (inserted === undefined) lost.add(keyOf(decision));
    else stored.push(inserted);
  }
  return { stored, lost };
};

const undeliveredOf = (view: TableView, partition: number, limit: number): readonly StoredDecision[] =>
  view
    .scan(`${UNDELIVERED}${partition} `)
    .slice(0, limit)
    .flatMap(([, key]) => decisionAt(view, String(key)) ?? []);

/** The port of the decision store over simulated tables. */
export const createSimDecisionStore = (db: Kysely<object>, without: Mutation | undefined): DecisionStore => ({
  find: (tx, keys) =>
    runOn(tx, (view) => {
      const found = without === 'inbox' ? [] : keys.map((key) => decisionAt(view, keyOf(key)));
      const decisions = found.filter((decision) => decision !== undefined);
      return new Map(decisions.map((decision) => [keyOf(decision), current(view, decision)]));
    }),
  insert: async (tx, decisions) => {
    const { stored, lost } = await runOn(tx, (view) => insertAll(view, decisions, without));
    if (lost.size > 0) throw new DecisionLost(lost);
    return stored;
  },
  undelivered: (partitions, limit, isKnown) =>
    runOn(db, (view) => {
      const pages = partitions.map((partition) => undeliveredOf(view, partition, limit));
      const decisions = pages.flat().sort((one, other) => one.position - other.position);
      return {
        decisions: decisions.filter(({ position }) => !isKnown(position)),
        more: pages.some((page) => page.length >= limit),
      };
    }),
  markDelivered: (decisions) =>
    runOn(db, (view) => {
      for (const decision of decisions) view.set(pointerOf(decision), undefined);
    }),
  maintain: () => Promise.resolve(),
});
