import { createDecisionStore, type DecisionStore } from '@troupe/agent-sdk';
import { EVENT_TYPES, type SpecQuestion, type SpecRejectedInput } from '@troupe/contracts';
import { connectDatabase, migrate, type Database, type SignalListener } from '@troupe/database';
import { createLocalCodec, type OutgoingRecord, type Publisher } from '@troupe/messaging';
import type { LedgerEvent, LedgerListener, LedgerReader } from '@troupe/ledger-reader';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createConversationReader } from './conversations/conversation-reader.ts';
import { createEventStreams, type EventStreams } from './conversations/event-streams.ts';
import type { Metrics } from '@troupe/observability';
import { createApp, type AppOptions } from './http/create-app.ts';
import { createIdentity } from './identity/identity.ts';
import { hashOf, type OperatorEntry, type Role } from './identity/operators.ts';
import { createDeskListener } from './live/desk-listener.ts';
import { createLive, type LiveOptions } from './live/live.ts';
import { readPages } from './pages/page-files.ts';
import { migrations } from './migrations.ts';
import { createBacklog, type Backlog, type BacklogBounds } from './requests/backlog.ts';
import { createIntake } from './requests/intake.ts';
import { createOutbox, type Outbox } from './requests/outbox.ts';
import type { GatewayTables } from './tables.ts';

/** A good order. */
export const ORDER = {
  customerId: '17850',
  placedAt: '2010-12-01T08:26:00.000Z',
  country: 'GB',
  currency: 'GBP',
  totalMinor: 1530,
  lines: [{ sku: '85123A', description: 'WHITE HANGING HEART T-LIGHT HOLDER', quantity: 6, unitPriceMinor: 255 }],
};

/** A good request for a feature. */
export const FEATURE = {
  workspace: 'shop',
  title: 'Sales tax',
  feature: 'Feature: Sales tax\n\n  Scenario: a book\n    When the tax on 100 is computed\n    Then the result is 20\n',
};

/** A good ticket. */
export const TICKET = { customerId: '17850', text: 'You lost my bag again: two hours on hold, and nobody helps' };

/** What the token of an operator is in specs. */
export const tokenOf = (name: string): string => `token-of-${name}`;

/** Operators of a desk in specs, by name. */
export const operatorsFor = (roles: Readonly<Record<string, Role>>): readonly OperatorEntry[] =>
  Object.entries(roles).map(([name, role]) => ({ name, role, tokenHash: hashOf(tokenOf(name)) }));

/** What a desk of a spec signs with. */
export const DESK_SECRET = 'a secret of thirty-two characters and more';

/** An event of a ledger that a spec plays. */
export const ledgerEvent = (position: number, type: string, data: object = {}): LedgerEvent => ({
  position,
  id: `event-${position}`,
  type,
  source: 'spec',
  time: new Date(position).toISOString(),
  appendedAt: new Date(position).toISOString(),
  causationId: null,
  lamport: position,
  data,
});

/** What spec.rejected says that asks these questions; `feature` is what a model wrote, where one did. */
export const rejection = (
  asked: readonly Pick<SpecQuestion, 'id' | 'question' | 'choices'>[],
  feature: string | null = null,
): SpecRejectedInput => ({
  questions: asked.map((each) => ({ rule: 'no-outcome', scenario: null, line: null, ...each })),
  feature,
  decidedBy: 'spec',
});

/** A type alone, where what it says is not looked at. */
type Told = string | readonly [type: string, data: object];

/** A ledger in memory: what a spec says that was projected. */
export interface PlayedLedger extends Pick<LedgerReader, 'events' | 'alive'>, Pick<LedgerListener, 'watch'> {
  readonly state: { alive: boolean; failing: boolean };
  append(conversationId: string, ...told: readonly Told[]): void;
  wake(): void;
  /** How many follow a conversation. */
  watched(): number;
}

/** An empty ledger that is alive. */
export const playedLedger = (): PlayedLedger => {
  const conversations = new Map<string, LedgerEvent[]>();
  const watchers = new Set<() => void>();
  const state = { alive: true, failing: false };
  return {
    state,
    append: (conversationId: string, ...told: readonly Told[]): void => {
      const events = conversations.get(conversationId) ?? [];
      conversations.set(conversationId, events);
      for (const each of told) {
        const [type, data] = typeof each === 'string' ? [each] : each;
        events.push(ledgerEvent(events.length + 1, type, data));
      }
      for (const wake of watchers) wake();
    },
    wake: (): void => {
      for (const wake of watchers) wake();
    },
    watched: (): number => watchers.size,
    events: (conversationId: string, { after, limit }: { readonly after: number; readonly limit: number }) =>
      state.failing
        ? Promise.reject(new Error('the spec says so'))
        : Promise.resolve(
            (conversations.get(conversationId) ?? []).filter((each) => each.position > after).slice(0, limit),
          ),
    alive: () => Promise.resolve(state.alive),
    watch: (_conversationId: string, wake: () => void) => {
      watchers.add(wake);
      return () => void watchers.delete(wake);
    },
  };
};

/** A publisher whose Kafka a spec takes away and gives back. */
export interface PlayedPublisher {
  readonly state: { away: boolean };
  readonly published: readonly OutgoingRecord[];
  readonly publisher: Pick<Publisher, 'publish'>;
}

/** A publisher whose Kafka is there. */
export const playedPublisher = (): PlayedPublisher => {
  const published: OutgoingRecord[] = [];
  const state = { away: false };
  const publisher: Pick<Publisher, 'publish'> = {
    publish: (records) => {
      if (state.away) return Promise.reject(new Error('Kafka is away'));
      published.push(...records);
      return Promise.resolve();
    },
  };
  return { state, published, publisher };
};

/** One instance of a gateway over a real database. */
export interface GatewayUnderTest {
  readonly app: FastifyInstance;
  readonly database: Database<GatewayTables>;
  readonly store: DecisionStore;
  readonly streams: EventStreams;
  readonly backlog: Backlog;
  readonly outbox: Outbox | undefined;
  close(): Promise<void>;
}

const PARTITIONS = 6;

/** What a gateway under test is given. */
export interface GatewayUnderTestOptions {
  readonly url: string;
  readonly ledger: PlayedLedger;
  /** Absent for an instance that is killed between its commits and Kafka. */
  readonly publisher?: Pick<Publisher, 'publish'>;
  readonly clock?: () => number;
  readonly mostAtOnce?: number;
  readonly mostStreams?: number;
  readonly signals?: Pick<SignalListener, 'listen'>;
  readonly most?: Partial<BacklogBounds>;
  readonly rates?: Partial<AppOptions['rates']>;
  readonly metrics?: Metrics;
  /** Who may work at the desk. Default: there is none. */
  readonly operators?: readonly OperatorEntry[];
  /** What is not as it is by default with its WebSockets. */
  readonly live?: Partial<LiveOptions>;
}

/** Starts an instance without Kafka: `publisher` stands for it. */
export const gatewayUnderTest = async (options: GatewayUnderTestOptions): Promise<GatewayUnderTest> => {
  const { url, ledger, publisher, clock = Date.now, mostAtOnce = 100, mostStreams = 10 } = options;
  const log = pino({ level: 'silent' });
  const database = connectDatabase<GatewayTables>({ url, schema: 'gateway' });
  await migrate(database, migrations);
  const store = createDecisionStore(database);
  const { metrics } = options;
  const measured = metrics && { metrics };
  const most = { requests: 10_000, bytes: 1_000_000, ...options.most };
  const backlog = createBacklog({ db: database.db, most, ...measured });
  await backlog.measure();
  const outbox = publisher && createOutbox({ store, publisher, partitions: PARTITIONS, log, clock });
  const intake = createIntake({
    db: database.db,
    store,
    codec: createLocalCodec(EVENT_TYPES),
    partitions: PARTITIONS,
    clock,
    handOver: (decisions) => {
      backlog.add(decisions);
      outbox?.handOver(decisions);
    },
    mostAtOnce,
  });
  const streams = createEventStreams({
    ledger,
    listener: ledger,
    ...(options.signals && { signals: options.signals }),
    log,
    most: mostStreams,
  });
  const conversations = createConversationReader({ ledger, knows: intake.knows });
  const rates = { perClient: 0, perTenant: 0, ...options.rates };
  const { operators } = options;
  const deskListener = createDeskListener({ url });
  const live = createLive({ ledger, listener: ledger, desk: deskListener, log, clock, most: 10, ...options.live });
  const desk = operators && {
    db: database.db,
    levels: { criticalMs: 900_000, routineMs: 28_800_000 },
    identity: createIdentity({ operators, secret: DESK_SECRET, clock }),
    live,
    pages: readPages(),
  };
  const parts = { intake, backlog, conversations, streams, rates, clock, log, version: '1.0.0' };
  const app = await createApp({ ...parts, ...measured, ...(desk && { desk }) });
  const close = async (): Promise<void> => {
    await streams.close();
    await live.close();
    await app.close();
    await deskListener.close();
    await outbox?.close();
    await database.close();
  };
  return { app, database, store, streams, backlog, outbox, close };
};
