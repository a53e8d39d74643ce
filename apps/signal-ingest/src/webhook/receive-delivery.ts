import { DecisionLost, type Decision, type DecisionStore, type Relay, type StoredDecision } from '@troupe/agent-sdk';
import { deriveId } from '@troupe/contracts';
import type { Codec } from '@troupe/messaging';
import type { Kysely } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import type { Entry } from '../entry.ts';
import type { WebhookFeed } from '../feeds.ts';
import { jsonValue } from '../parse-lines.ts';
import { decisionOf } from '../signals-decision.ts';
import type { IngestTables } from '../tables.ts';

/** What deliveries are kept and published with. */
export interface ReceivingParts {
  readonly db: Kysely<IngestTables>;
  readonly decisions: Pick<DecisionStore, 'insert'>;
  readonly codec: Codec;
  readonly relay: Pick<Relay, 'deliver'>;
  readonly partitions: number;
  readonly signal: AbortSignal;
}

/** What became of a delivery. */
export interface Receipt {
  readonly accepted: number;
  /** Items that could not be read; each is told as `signal.refused`. */
  readonly refused: number;
}

/** What is kept is published in any case: nobody waits longer than this for Kafka. */
const LONGEST_WAIT_MS = 5_000;

const entryOf = (item: unknown): Entry<undefined> => {
  const text = JSON.stringify(item);
  return { ...jsonValue(deriveId('item', text), item, text), after: undefined };
};

/** Keeps a decision; nothing where it was kept before, for then it is published by whoever kept it. */
const keep = async (
  decision: Decision,
  { db, decisions }: Pick<ReceivingParts, 'db' | 'decisions'>,
): Promise<readonly StoredDecision[]> => {
  try {
    return await decisions.insert(db, [decision]);
  } catch (error) {
    if (error instanceof DecisionLost) return [];
    throw error;
  }
};

/**
 * Keeps the items of a delivery and publishes them. One that comes again, under the same signature, is the same.
 * @throws TroupeError DATABASE_UNAVAILABLE · REGISTRY_UNAVAILABLE
 */
export const receiveDelivery = async (
  { source, market }: WebhookFeed,
  { items, signature, atMs }: { readonly items: readonly unknown[]; readonly signature: string; readonly atMs: number },
  { db, decisions, codec, relay, partitions, signal }: ReceivingParts,
): Promise<Receipt> => {
  const entries = items.map(entryOf);
  const batch = { source, market, entries, position: `delivery ${signature}`, timeMs: atMs };
  const decision = await decisionOf(batch, codec, partitions);
  const published = relay.deliver(await keep(decision, { db, decisions }), signal);
  // Whoever waits is told that it is kept; that publishing goes on, or begins anew with the service, is the relay's.
  await Promise.race([published, delay(LONGEST_WAIT_MS, undefined, { ref: false })]).catch(() => undefined);
  const accepted = entries.filter((entry) => 'read' in entry).length;
  return { accepted, refused: entries.length - accepted };
};
