import { TroupeError, type Event } from '@troupe/contracts';
import type { IncomingRecord } from '@troupe/messaging';
import type { OpenSpan } from '@troupe/observability';
import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { AgentContext, PureContext } from '../agent-context.ts';
import { pathEnd, tellExhausted } from '../budget/exhaustion.ts';
import type { Approval } from '../dead-letters/approval.ts';
import { judgeEvent } from '../hooks/judge-event.ts';
import type { AnyReaction, HandlingContext, JoinReaction, SingleReaction } from '../reaction.ts';
import type { Ready, StepSubject } from '../steps/steps.ts';
import type { Ending } from './decide-once.ts';
import type { Concluding } from './decider.ts';
import { outputsOf, type Cause } from './outputs.ts';
import type { PipelineParts } from './pipeline-parts.ts';
import type { InputIdentity } from './read-event.ts';

/** An event that was read, on its way to the handler. */
export interface Arrival {
  readonly event: Event;
  readonly identity: InputIdentity;
  readonly record: IncomingRecord;
  readonly reaction: AnyReaction;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Of an event that was held: what it is decided under, and the rest of how its way ends. */
  readonly ending?: Ending;
  /** Of an event that was held until somebody said so: who, and why. */
  readonly approval?: Approval;
  /** The span that it is dealt with in, where there is tracing. */
  readonly span?: OpenSpan | undefined;
  /** Of an event whose partner did not come: the pair that is decided. */
  readonly pair?: string;
  /** Found decided already: what is stored will be published, and nothing is prepared for it. */
  readonly isDecided?: boolean;
}

/** Runs a handler with the event's span as the active one. */
export const withinSpan = <Result>({ span }: Pick<Arrival, 'span'>, run: () => Result): Result =>
  span === undefined ? run() : span.within(run);

/** What conclusions say of the span that they are drawn in. */
export const traceFrom = ({ span }: Pick<Arrival, 'span'>): Pick<Cause, 'trace'> =>
  span === undefined ? {} : { trace: span.trace };

/**
 * What is prepared for. Steps belong to the event: handled again, it is not asked again what was answered, unless its data
 * were edited.
 */
export const stepsOf = ({ identity, ending }: Arrival, id: string = identity.inputId): StepSubject => ({
  decision: ending?.subject ?? identity,
  recordUnder: ending?.recordUnder ?? id,
  recordTimeMs: identity.inputTimeMs,
});

/** What the handler is given: a transaction and the time only where there is a store. */
export const contextOf = (
  { log, signal, approval }: Pick<Arrival, 'log' | 'signal' | 'approval'>,
  tx: Transaction<object> | undefined,
  nowMs: number,
): PureContext | AgentContext => ({
  log,
  signal,
  ...(approval && { approval }),
  ...(tx !== undefined && { tx, nowMs }),
});

/** The context of a handler that was prepared for. */
export const withPrepared = (context: PureContext, ready: Ready | undefined): HandlingContext =>
  ready === undefined ? context : { ...context, prepared: ready.prepared };

/** Runs what is to be done before the decision. Undefined when there is nothing to be done, or it is decided already. */
const prepared = (reaction: SingleReaction, arrival: Arrival, { steps }: PipelineParts): Promise<Ready | undefined> => {
  const { prepare } = reaction;
  if (prepare === undefined || arrival.isDecided === true) return Promise.resolve(undefined);
  if (steps === undefined) throw needsStore('prepares');
  const { event } = arrival;
  return steps.prepare(stepsOf(arrival), arrival, (context) => prepare(event, context));
};

const single = async (reaction: SingleReaction, arrival: Arrival, parts: PipelineParts): Promise<Concluding> => {
  const { agent, clock, codec, limits } = parts;
  const { event } = arrival;
  const ready = await prepared(reaction, arrival, parts);
  const conclude: Concluding['conclude'] = async (tx) => {
    const nowMs = clock();
    const { envelope } = event;
    // Without a store nothing remembers when it was concluded, and every copy must carry the same time.
    const timeMs = tx === undefined ? envelope.timeMs : nowMs;
    const cause = { agent, envelope, inputId: envelope.id, timeMs, ...traceFrom(arrival) };
    const telling = { tx, cause, codec, limits };
    // To prepare may have taken longer than there was time.
    const end = ready && pathEnd(envelope, nowMs);
    if (end !== undefined) return tellExhausted([end], telling);
    const context = withPrepared(contextOf(arrival, tx, nowMs), ready);
    const conclusion = await withinSpan(arrival, () => reaction.handle(event, context));
    const told = await tellExhausted(ready?.exhausted ?? [], telling);
    return [...(await outputsOf(conclusion, cause, codec)), ...told];
  };
  return { conclude };
};

const needsStore = (what: string): TroupeError =>
  new TroupeError('DEFINITION_INVALID', `An agent that ${what} needs a store: run it with a database`);

const joined = (reaction: JoinReaction, arrival: Arrival, { joins }: PipelineParts): Promise<Concluding> => {
  if (joins === undefined) throw needsStore('joins events');
  const at = { ...arrival, reaction };
  return arrival.pair === undefined ? joins.arrive(at) : Promise.resolve(joins.alone(at, arrival.pair));
};

/**
 * What is to be concluded from an event that may still conclude something, ready to be run inside the decision: the hooks
 * before have judged it, those after are asked there.
 */
export const concludeFrom = async (arrival: Arrival, parts: PipelineParts): Promise<Concluding> => {
  const judged = await judgeEvent(arrival, parts.agent.hooks.before, parts.codec);
  if (judged === undefined) return { conclude: () => Promise.resolve([]) };
  return judged.reaction.kind === 'single'
    ? single(judged.reaction, judged, parts)
    : joined(judged.reaction, judged, parts);
};
