import { createDelivery, type AgentDefinition, type Delivery, type DeliveryOptions } from '@troupe/agent-sdk';
import { EventHeld, TroupeError, type Draft } from '@troupe/contracts';
import { watchTransactions, type Database } from '@troupe/database';
import { HEADERS, type Codec, type IncomingRecord, type OutgoingRecord, type Task } from '@troupe/messaging';
import { pino } from 'pino';
import { codecOf, DEFAULT_NOW_MS, outcomeOf, recordOf, type DeliveredEvent, type Outcome } from './delivered-event.ts';

/** How an agent is tested. */
export interface TestAgentOptions {
  /** The agent's own schema, with `agentMigrations` applied. Absent for a pure agent. */
  readonly database?: Pick<Database<object>, 'db'>;
  /** Where `emit` of `prepare` goes to. Default: nowhere. */
  readonly signals?: DeliveryOptions['signals'];
  /** When the first event is appended and decided, in milliseconds since 1970 UTC. Default: 2026-01-01. */
  readonly nowMs?: number;
}

/** What happens to an agent: it is shown something, or time passes. */
export type Step<Seen = Draft | DeliveredEvent> =
  { readonly see: Seen; readonly counts: boolean; readonly interrupted?: boolean } | { readonly passMs: number };

const SILENT = pino({ level: 'silent' });

/** One run of an agent with its real policies; what it publishes is gathered here. */
interface Run {
  readonly delivery: Delivery;
  readonly published: OutgoingRecord[];
  nowMs: number;
}

const startRun = (
  agent: AgentDefinition,
  { database, signals, nowMs = DEFAULT_NOW_MS }: TestAgentOptions,
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
      ...(signals && { signals }),
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

/** What an agent makes of what happens to it, with its real policies. */
export const play = (
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
    // What is held is seen as its dead letter.
    const caused = run.published.filter(causedBy(steps)).filter(({ topic }) => topic !== EventHeld.type);
    return await Promise.all(caused.map((record) => outcomeOf(record, agent, codec)));
  } finally {
    await run.delivery.close();
  }
};
