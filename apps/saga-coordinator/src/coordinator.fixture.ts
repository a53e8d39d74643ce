import { expect } from '@jest/globals';
import { loadServiceConfig, type ServiceHandle } from '@troupe/agent-sdk';
import { SagaInstructed, type Draft, type Duration, type Event, type EventDefinition } from '@troupe/contracts';
import { connectDatabase } from '@troupe/database';
import type { SagaDefinition } from '@troupe/saga';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import type { InstanceKey } from './engine/arrival.ts';
import { createCatalogue } from './engine/saga-catalogue.ts';
import type { CoordinatorTables } from './engine/tables.ts';
import type { SagasApiOptions } from './operation/serve-sagas.ts';
import { describeSaga, readSaga, type SagaDetail } from './operation/show-saga.ts';
import { COORDINATOR, runCoordinator } from './run-coordinator.ts';
import { orderSaga } from './sagas/order.saga.ts';

/** A place with a log, and coordinators that come and go in it. */
export interface CoordinatorPlace {
  readonly place: IsolatedStack;
  readonly log: EventLog;
  /** Starts a coordinator in this process. */
  start(options?: StartOptions): Promise<ServiceHandle>;
  /** Publishes drafts of a conversation one after the other. */
  say(conversationId: string, ...drafts: readonly Draft[]): Promise<readonly Event[]>;
  /**
   * What was concluded but for what operators said, first copies only, in causal order: topics have no order among each
   * other.
   */
  concluded(conversationId: string): readonly Event[];
  /** Waits until exactly these were concluded, in this order. */
  sends(conversationId: string, ...types: readonly string[]): Promise<void>;
  /** The order's row in the main database. */
  order(id: string): Promise<Record<string, unknown> | undefined>;
  /** Everything about an instance, as operators see it. */
  detail(key: InstanceKey, definitions: readonly SagaDefinition[]): Promise<SagaDetail | undefined>;
  /** The saga's row. */
  saga(conversationId: string): Promise<CoordinatorTables['sagas'] | undefined>;
  close(): Promise<void>;
}

/** What differs between coordinators. */
export interface StartOptions {
  /** Default 30s. */
  readonly answerWithin?: Duration;
  /** Default: the order saga. */
  readonly definitions?: readonly SagaDefinition[];
  /** Where operators reach it. Default: nowhere. */
  readonly api?: SagasApiOptions;
  /** Default: that of the coordinator. */
  readonly participantMarginMs?: number;
  /** Added to its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

const ORDERS = createCatalogue([orderSaga({ answerWithin: '30s' })]);

/** Makes a place of its own, with topics of these events. Default: those of the order saga. */
export const openCoordinatorPlace = async (
  name: string,
  events: readonly EventDefinition[] = [...ORDERS.consumes, ...ORDERS.publishes],
): Promise<CoordinatorPlace> => {
  const place = await isolated(name);
  const log = await openEventLog(place, { deadLettersOf: [COORDINATOR], events });
  const main = connectDatabase<{ orders: Record<string, unknown> }>({ url: place.databaseUrl, schema: 'main' });
  const own = connectDatabase<CoordinatorTables>({ url: place.databaseUrl, schema: 'saga_coordinator' });
  const concluded = (conversationId: string): readonly Event[] => {
    const firstCopies = new Map(
      log
        .concluded(conversationId)
        .filter(({ type }) => type !== SagaInstructed.type)
        .toReversed()
        .map((event) => [event.envelope.id, event]),
    );
    return [...firstCopies.values()].toSorted((one, other) => one.envelope.lamport - other.envelope.lamport);
  };
  return {
    place,
    log,
    concluded,
    start: ({ answerWithin = '30s', definitions = [orderSaga({ answerWithin })], env = {}, ...given } = {}) =>
      runCoordinator({
        config: loadServiceConfig({ ...place.env, LOG_LEVEL: 'silent', ...env }, { name: COORDINATOR }),
        definitions,
        standalone: false,
        ...given,
      }),
    say: async (conversationId, ...drafts) => {
      const events: Event[] = [];
      for (const draft of drafts) events.push(await log.publish(draft, { conversationId }));
      return events;
    },
    sends: (conversationId, ...types) =>
      eventually(() => expect(concluded(conversationId).map(({ type }) => type)).toEqual(types), {
        timeoutMs: 30_000,
      }),
    order: (id) => main.db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst(),
    detail: async (key, definitions) => {
      const stored = await readSaga(own.db, key);
      return stored && describeSaga(stored, createCatalogue(definitions));
    },
    saga: (id) => own.db.selectFrom('sagas').selectAll().where('conversation_id', '=', id).executeTakeFirst(),
    close: async () => {
      await main.close();
      await own.close();
      await log.close();
      await place.drop();
    },
  };
};
