import type { Metrics } from '@troupe/observability';
import type { OutgoingRecord } from '@troupe/messaging';
import type { SagaDefinition } from '@troupe/saga';
import { pino } from 'pino';
import { orderSaga } from '../sagas/order.saga.ts';
import { createCoordinator, type Coordinator } from './coordinator.ts';
import { codec, T0, type EngineDatabase } from './engine.fixture.ts';
import { createCatalogue } from './saga-catalogue.ts';

export const PARTITIONS = [0, 1, 2, 3, 4, 5];

/** How a coordinator of a spec differs from others. */
export interface CoordinatorDiffers {
  /** Default: everything is acknowledged and forgotten. */
  readonly publish?: (records: readonly OutgoingRecord[]) => Promise<void>;
  /** Default: never. */
  readonly caughtUp?: (partition: number, signal: AbortSignal) => Promise<boolean>;
  /** Default: the order saga. */
  readonly definitions?: readonly SagaDefinition[];
  readonly metrics?: Metrics;
}

/** Coordinators without Kafka over one database. */
export interface Coordinators {
  start(differs?: CoordinatorDiffers): Coordinator;
  /** Closes those that were started. */
  close(): Promise<void>;
}

/** None at first. */
export const openCoordinators = (engine: () => EngineDatabase): Coordinators => {
  const open: Coordinator[] = [];
  return {
    start: ({ publish = () => Promise.resolve(), caughtUp = () => Promise.resolve(false), ...differs } = {}) => {
      const coordinator = createCoordinator({
        catalogue: createCatalogue(differs.definitions ?? [orderSaga({ answerWithin: '30s' })]),
        database: engine().database,
        codec,
        publisher: { publish },
        partitions: () => PARTITIONS,
        caughtUp,
        log: pino({ level: 'silent' }),
        clock: () => T0,
        ...(differs.metrics && { metrics: differs.metrics }),
      });
      open.push(coordinator);
      return coordinator;
    },
    close: async () => {
      await Promise.all(open.splice(0).map((each) => each.close()));
    },
  };
};

/** A publisher that remembers what it wrote. */
export interface Recorder {
  readonly records: readonly OutgoingRecord[];
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  /** Topics of what it wrote of a conversation. */
  of(conversationId: string): readonly string[];
}

/** Makes one. */
export const recorder = (): Recorder => {
  const records: OutgoingRecord[] = [];
  const publish = (more: readonly OutgoingRecord[]): Promise<void> => Promise.resolve(void records.push(...more));
  return { records, publish, of: (id: string) => records.filter(({ key }) => key === id).map(({ topic }) => topic) };
};
