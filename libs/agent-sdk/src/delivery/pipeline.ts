import { TroupeError, type Event } from '@troupe/contracts';
import { traceIn, type IncomingRecord, type Task } from '@troupe/messaging';
import { inSpan, logOfEvent, openProcessSpan, type OpenSpan } from '@troupe/observability';
import type { Logger } from 'pino';
import { consumedBy, type AnyReaction } from '../reaction.ts';
import { GaveUp, withAttempts } from './attempts.ts';
import { concludeFrom } from './conclude.ts';
import { deadLetterOf } from './dead-letter.ts';
import type { Conclude, DecisionRequest, MadeDecision } from './decider.ts';
import { attemptsOf, type Fate, type PipelineParts } from './pipeline-parts.ts';
import { reachOf } from './reach.ts';
import { identify, readEvent, type InputIdentity } from './read-event.ts';
import { createRecentIds } from './recent-ids.ts';

/** Deals with one record for good; rejects only when its partition was handed over. */
export type Pipeline = (record: IncomingRecord, task: Task) => Promise<void>;

/** One record on its way through the policies. */
interface Passage {
  readonly record: IncomingRecord;
  readonly identity: InputIdentity;
  readonly reaction: AnyReaction;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly span: OpenSpan | undefined;
}

interface Decided {
  readonly decision: MadeDecision;
  readonly fate: Fate;
}

const ONCE = { attempts: 1, initialMs: 1, maxMs: 1 };
/** For what must succeed before the record can be left: giving up would lose it. */
const UNTIL_DONE = { attempts: Number.POSITIVE_INFINITY, initialMs: 100, maxMs: 10_000 };

/**
 * The policies between a subscriber and a handler, in their fixed order: recent ids → read → hops and deadline → retry
 * around hooks before, handler, hooks after, outputs and decision → dead letter → delivery. Whoever uses an agent cannot
 * misorder them.
 */
export const createPipeline = (parts: PipelineParts): Pipeline => {
  const { agent, clock, observe } = parts;
  const recent = createRecentIds();
  const reactions = new Map(
    agent.reactions.flatMap((each) => consumedBy(each).map(({ type }) => [type, each] as const)),
  );

  const passage = (record: IncomingRecord, { signal }: Task): Passage => {
    const identity = identify(record);
    const reaction = reactions.get(record.topic);
    if (reaction === undefined)
      throw new TroupeError(
        'TOPIC_MISMATCH',
        `${agent.name} got a record of ${record.topic}, which it does not consume`,
      );
    const span = spanOf(record, identity, parts);
    const { inputId: event, conversationId: conversation } = identity;
    const log = logOfEvent(parts.log, { event, conversation, type: record.topic, ...span?.ids });
    return { record, identity, reaction, signal, log, span };
  };

  const pass = async (through: Passage): Promise<Fate> => {
    const { inputId } = through.identity;
    if (recent.has(inputId)) return 'repeated';
    const { decision, fate } = await decideOnce(through, parts);
    await withAttempts(() => decision.deliver(through.signal), attemptsOf(parts, through, UNTIL_DONE));
    recent.add(inputId);
    return fate;
  };

  return async (record, task) => {
    const startedMs = clock();
    const through = passage(record, task);
    await inSpan(through.span, async () => {
      const fate = await pass(through);
      observe(record.topic, fate, (clock() - startedMs) / 1_000);
      through.span?.set({ 'troupe.outcome': fate });
    });
  };
};

const spanOf = (record: IncomingRecord, event: InputIdentity, { agent, tracing }: PipelineParts) =>
  tracing && openProcessSpan(tracing, { record, event, group: agent.name, parent: traceIn(record.headers) });

const requestFor = ({ record, identity }: Passage, outcome: DecisionRequest['outcome']): DecisionRequest => ({
  ...identity,
  partition: record.partition,
  outcome,
});

const decideOnce = async (through: Passage, parts: PipelineParts): Promise<Decided> => {
  try {
    const event = await withAttempts(() => read(through, parts), attemptsOf(parts, through, ONCE));
    return await withAttempts(() => decide(event, through, parts), attemptsOf(parts, through, parts.agent.retry));
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error;
    return { decision: await deadLetter(error, through, parts), fate: 'dead-lettered' };
  }
};

const read = ({ record, reaction }: Passage, { codec }: PipelineParts): Promise<Event> => {
  const on = consumedBy(reaction).find(({ type }) => type === record.topic);
  if (on === undefined) throw new TroupeError('TOPIC_MISMATCH', `no reaction to ${record.topic}`);
  return readEvent(record, on, codec);
};

const nothing: Conclude = () => Promise.resolve([]);

const decide = async (event: Event, through: Passage, parts: PipelineParts): Promise<Decided> => {
  const reach = reachOf(event.envelope, parts.clock());
  if (reach !== 'open') through.log.warn({ reach }, 'nothing may be concluded from this event any more');
  const conclude = reach === 'open' ? await concludeFrom({ ...through, event }, parts) : nothing;
  const { signal, span } = through;
  const decision = await parts.decider.decide(requestFor(through, 'decided'), conclude, signal, span?.trace);
  if (decision.outcome === 'dead-lettered') return { decision, fate: 'dead-lettered' };
  return { decision, fate: reach === 'open' ? 'decided' : reach };
};

const deadLetter = async (failure: GaveUp, through: Passage, parts: PipelineParts): Promise<MadeDecision> => {
  const { reason, attempts } = failure;
  through.log.error({ err: reason, attempts }, 'dead-lettered');
  through.span?.fail(reason);
  const letter = deadLetterOf(through.record, through.identity, {
    agent: parts.agent.name,
    reason,
    attempts,
    failedAtMs: parts.clock(),
  });
  const conclude: Conclude = () => Promise.resolve([letter]);
  const store = () => parts.decider.decide(requestFor(through, 'dead-lettered'), conclude, through.signal);
  return withAttempts(store, attemptsOf(parts, through, UNTIL_DONE));
};
