import { deepStrictEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  answerFrom,
  createDelivery,
  createStepStore,
  DEAD_LETTER_HEADERS,
  deadLetterTopic,
  type AgentDefinition,
  type Delivery,
} from '@troupe/agent-sdk';
import {
  DEFAULT_HOPS,
  DEFAULT_TENANT,
  deriveId,
  durationMs,
  TroupeError,
  type Draft,
  type Duration,
  type Envelope,
} from '@troupe/contracts';
import { watchTransactions, type Database } from '@troupe/database';
import {
  createLocalCodec,
  createMemoryClaims,
  HEADERS,
  toHeaders,
  withClaims,
  type Codec,
  type IncomingRecord,
  type OutgoingRecord,
  type Task,
} from '@troupe/messaging';
import { pino } from 'pino';

/** An event with an envelope of its own: delivering the same one twice is a duplicate. */
export interface DeliveredEvent {
  readonly draft: Draft;
  readonly envelope: Envelope;
  /** When the broker appended it. */
  readonly appendedMs: number;
}

/** How an agent is tested. */
export interface TestAgentOptions {
  /** The agent's own schema, with `agentMigrations` applied. Absent for a pure agent. */
  readonly database?: Pick<Database<object>, 'db'>;
  /** When the first event is appended and decided, in milliseconds since 1970 UTC. Default: 2026-01-01. */
  readonly nowMs?: number;
}

/** What an agent is shown, and what it is expected to do about it. */
export interface AgentScenario {
  /** Shown first; what the agent concludes from it is not looked at. */
  given(...events: readonly (Draft | DeliveredEvent)[]): AgentScenario;
  /** Shown in this order, all in one conversation unless an envelope says otherwise. */
  when(...events: readonly (Draft | DeliveredEvent)[]): AgentScenario;
  /**
   * Shown, prepared and given up right before the decision, as when the process is killed there. What was recorded stays:
   * shown again, the agent does not ask again.
   */
  interrupted(...events: readonly (Draft | DeliveredEvent)[]): AgentScenario;
  /** Lets time pass, in the log and for the agent: joined events may lapse. */
  after(duration: Duration): AgentScenario;
  /** Exactly these, in this order, with exactly this data. @throws AssertionError with the difference */
  thenPublishes(...drafts: readonly Draft[]): Promise<void>;
  /** @throws AssertionError with what was published */
  thenPublishesNothing(): Promise<void>;
  /** Exactly one event was given up, for this reason, and nothing concluded. @throws AssertionError */
  thenDeadLetters(code: string): Promise<void>;
  /**
   * Exactly these steps were recorded for the events shown, each by itself, in the order of their answers.
   * @throws AssertionError
   */
  thenRecords(...steps: readonly RecordedAnswer[]): Promise<void>;
}

/** A step and what was answered. */
export interface RecordedAnswer {
  readonly step: string;
  readonly answer: unknown;
}

/** What a test compares: an event type and its data, or a dead letter and its reason. */
type Outcome = { readonly type: string; readonly data: unknown } | { readonly deadLetter: string | undefined };

type Step<Seen = Draft | DeliveredEvent> =
  { readonly see: Seen; readonly counts: boolean; readonly interrupted?: boolean } | { readonly passMs: number };

const DEFAULT_NOW_MS = Date.UTC(2026, 0, 1);

const SILENT = pino({ level: 'silent' });

/** An event as it arrives; `more` fixes what matters to the test: an id, a conversation, hops, a deadline. */
export const deliver = (
  draft: Draft,
  more: Partial<Envelope> & { readonly appendedMs?: number } = {},
): DeliveredEvent => {
  const { appendedMs = DEFAULT_NOW_MS, ...envelope } = more;
  return {
    draft,
    appendedMs,
    envelope: {
      id: randomUUID(),
      type: draft.type,
      source: 'test',
      timeMs: appendedMs,
      conversationId: 'conversation-1',
      lamport: 1,
      hops: DEFAULT_HOPS,
      tenant: DEFAULT_TENANT,
      ...envelope,
    },
  };
};

/** Large events go by a claim store as they will; an agent without a database has none. */
const codecOf = ({ consumes, publishes, pure }: AgentDefinition): Codec => {
  const byType = new Map([...consumes, ...publishes].map((definition) => [definition.type, definition]));
  return withClaims(createLocalCodec([...byType.values()]), pure ? {} : { store: createMemoryClaims() });
};

const recordOf = async (event: DeliveredEvent, offset: bigint, codec: Codec): Promise<IncomingRecord> => ({
  topic: event.draft.type,
  partition: 0,
  offset,
  key: event.envelope.conversationId,
  value: await codec.encode(event.draft.definition, event.draft.data),
  headers: toHeaders(event.envelope),
  appendedMs: event.appendedMs,
});

const outcomeOf = async (record: OutgoingRecord, agent: AgentDefinition, codec: Codec): Promise<Outcome> => {
  if (record.topic === deadLetterTopic(agent.name)) return { deadLetter: record.headers[DEAD_LETTER_HEADERS.code] };
  const definition = agent.publishes.find(({ type }) => type === record.topic);
  if (definition === undefined) throw new Error(`${agent.name} wrote to ${record.topic}, which it does not publish`);
  return { type: record.topic, data: structuredClone(await codec.decode(definition, record.value)) };
};

/** The draft as it would arrive: fields with a default filled in, and refused if it does not fit its schema. */
const expected = async ({ type, definition, data }: Draft, codec: Codec): Promise<Outcome> => ({
  type,
  data: structuredClone(await codec.decode(definition, await codec.encode(definition, data))),
});

/** One run of an agent with its real policies; what it publishes is gathered here. */
interface Run {
  readonly delivery: Delivery;
  readonly published: OutgoingRecord[];
  nowMs: number;
}

const startRun = (
  agent: AgentDefinition,
  { database, nowMs = DEFAULT_NOW_MS }: TestAgentOptions,
  codec: Codec,
): Run => {
  if (!agent.pure && database === undefined)
    throw new TroupeError('CONFIG_INVALID', `${agent.name} keeps what it decides: give testAgent a database`);
  const published: OutgoingRecord[] = [];
  const publish = (records: readonly OutgoingRecord[]): Promise<void> =>
    Promise.resolve(void published.push(...records));
  const run: Run = {
    published,
    nowMs,
    delivery: createDelivery({
      agent,
      codec,
      log: SILENT,
      publisher: { publish },
      wait: () => Promise.resolve(),
      clock: () => run.nowMs,
      partitions: () => [0],
      caughtUp: () => Promise.resolve(true),
      ...(database !== undefined && !agent.pure && { database }),
    }),
  };
  return run;
};

const taskFor = (signal: AbortSignal): Task => ({ epoch: 1, signal, isCurrent: () => true });

/** Tells what these events led to from what earlier tests left waiting in the same database. */
const causedBy = (steps: readonly Step<DeliveredEvent>[]): ((record: OutgoingRecord) => boolean) => {
  const ids = new Set(steps.flatMap((step) => ('passMs' in step ? [] : [step.see.envelope.id])));
  const names = (id: string | undefined): boolean => id !== undefined && ids.has(id);
  return ({ headers }) => names(headers[HEADERS.causation]) || names(headers[HEADERS.id]);
};

/** The same agent, in a process that dies when it is about to conclude. */
const dying = (agent: AgentDefinition, dead: AbortController): AgentDefinition => {
  const handle = (): never => {
    dead.abort();
    throw new Error('the process died');
  };
  return { ...agent, reactions: agent.reactions.map((reaction) => ({ ...reaction, handle })) };
};

/** Lets an agent see a record and die before it decides. */
const interrupt = async (record: IncomingRecord, agent: AgentDefinition, options: TestAgentOptions): Promise<void> => {
  const dead = new AbortController();
  const { delivery } = startRun(dying(agent, dead), options, codecOf(agent));
  try {
    await delivery.handle(record, taskFor(dead.signal));
  } catch (error) {
    if (!dead.signal.aborted) throw error;
  } finally {
    await delivery.close();
  }
};

/** Fails when anything went over the network inside a transaction, whatever became of it. */
const watched = async <Result>(agent: AgentDefinition, run: () => Promise<Result>): Promise<Result> => {
  const watch = watchTransactions();
  try {
    const result = await run();
    const [call] = watch.take();
    if (call === undefined) return result;
    throw new TroupeError(
      'TRANSACTION_OPEN',
      `${agent.name}: ${call} inside the transaction of its decision: do that in prepare, as a recorded step`,
    );
  } finally {
    watch.stop();
  }
};

const play = (
  steps: readonly Step<DeliveredEvent>[],
  agent: AgentDefinition,
  options: TestAgentOptions,
): Promise<readonly Outcome[]> => watched(agent, () => playThrough(steps, agent, options));

const playThrough = async (
  steps: readonly Step<DeliveredEvent>[],
  agent: AgentDefinition,
  options: TestAgentOptions,
): Promise<readonly Outcome[]> => {
  const codec = codecOf(agent);
  const run = startRun(agent, options, codec);
  const { signal } = new AbortController();
  const take = async (step: Step<DeliveredEvent>, offset: number): Promise<void> => {
    if ('passMs' in step) {
      run.nowMs += step.passMs;
      return await run.delivery.lapse(signal);
    }
    const record = await recordOf(step.see, BigInt(offset), codec);
    if (step.interrupted === true) return await interrupt(record, agent, { ...options, nowMs: run.nowMs });
    await run.delivery.handle(record, taskFor(signal));
    if (!step.counts) run.published.length = 0;
  };
  try {
    for (const [offset, step] of steps.entries()) await take(step, offset);
    const caused = run.published.filter(causedBy(steps));
    return await Promise.all(caused.map((record) => outcomeOf(record, agent, codec)));
  } finally {
    await run.delivery.close();
  }
};

/** Drafts become events once, so that a second run sees the same. */
const settle = (steps: readonly Step[], nowMs: number): readonly Step<DeliveredEvent>[] => {
  const conversationId = deriveId('test-conversation', randomUUID());
  const settleEvent = (see: Draft | DeliveredEvent, appendedMs: number): DeliveredEvent =>
    'draft' in see ? see : deliver(see, { conversationId, appendedMs });
  let appendedMs = nowMs;
  return steps.map((step) => {
    if ('passMs' in step) {
      appendedMs += step.passMs;
      return step;
    }
    return { ...step, see: settleEvent(step.see, appendedMs) };
  });
};

const recordedFor = async (
  steps: readonly Step<DeliveredEvent>[],
  agent: AgentDefinition,
  { database }: TestAgentOptions,
): Promise<readonly RecordedAnswer[]> => {
  if (database === undefined) return [];
  const ids = steps.flatMap((step) => ('see' in step ? [step.see.envelope.id] : []));
  const recorded = await createStepStore(database.db).recorded(agent.name, ids);
  return recorded
    .filter(({ stored }) => stored !== null)
    .map(({ step, stored }) => ({ step, answer: answerFrom(stored) }));
};

const outcomes = async (
  steps: readonly Step[],
  agent: AgentDefinition,
  options: TestAgentOptions,
): Promise<readonly Outcome[]> => {
  const settled = settle(steps, options.nowMs ?? DEFAULT_NOW_MS);
  const once = await play(settled, agent, options);
  if (agent.pure)
    deepStrictEqual(
      await play(settled, agent, options),
      once,
      `${agent.name} says it is pure but concluded something else the second time`,
    );
  return once;
};

/**
 * Tests an agent as it will run, with its real policies: events go in as records, what comes out is compared strictly and
 * in order. An agent with a store is tested on a real database; a pure one is run twice and compared with itself.
 *
 * @example
 * await testAgent(inventoryAgent(), { database }).when(order).thenPublishes(ItemsReserved({ lines }));
 */
export const testAgent = (agent: AgentDefinition, options: TestAgentOptions = {}): AgentScenario =>
  scenario([], agent, options);

const scenario = (steps: readonly Step[], agent: AgentDefinition, options: TestAgentOptions): AgentScenario => {
  const then = (...more: readonly Step[]): AgentScenario => scenario([...steps, ...more], agent, options);
  const compare = async (wanted: readonly Outcome[]): Promise<void> =>
    deepStrictEqual(await outcomes(steps, agent, options), wanted);
  return {
    given: (...events) => then(...events.map((see) => ({ see, counts: false }))),
    when: (...events) => then(...events.map((see) => ({ see, counts: true }))),
    interrupted: (...events) => then(...events.map((see) => ({ see, counts: false, interrupted: true }))),
    after: (duration) => then({ passMs: durationMs(duration) }),
    thenPublishes: async (...drafts) => {
      const codec = codecOf(agent);
      await compare(await Promise.all(drafts.map((draft) => expected(draft, codec))));
    },
    thenPublishesNothing: () => compare([]),
    thenDeadLetters: (code) => compare([{ deadLetter: code }]),
    thenRecords: async (...wanted) => {
      const settled = settle(steps, options.nowMs ?? DEFAULT_NOW_MS);
      await play(settled, agent, options);
      deepStrictEqual(await recordedFor(settled, agent, options), wanted);
    },
  };
};
