import { TroupeError, type Event } from '@troupe/contracts';
import { traceIn, type IncomingRecord } from '@troupe/messaging';
import { logOfEvent, openProcessSpan, type OpenSpan } from '@troupe/observability';
import type { Logger } from 'pino';
import { admit, tellWith } from '../budget/admission.ts';
import type { Approval } from '../dead-letters/approval.ts';
import { tellHeld, type Hold } from '../dead-letters/tell-held.ts';
import { consumedBy, type AnyReaction } from '../reaction.ts';
import { EventsSpent } from '../store/decision-store.ts';
import type { StoredOutput } from '../store/decision.ts';
import { GaveUp, withAttempts } from './attempts.ts';
import { concludeFrom } from './conclude.ts';
import { codeOf, deadLetterOf, outlasting, type Failure } from './dead-letter.ts';
import type { Conclude, DecisionRequest, MadeDecision } from './decider.ts';
import { attemptsOf, UNTIL_DONE, type Fate, type PipelineParts } from './pipeline-parts.ts';
import { identify, readEvent, type InputIdentity } from './read-event.ts';

/** One record on its way through the policies. */
export interface Passage {
  readonly record: IncomingRecord;
  readonly identity: InputIdentity;
  readonly reaction: AnyReaction;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** The span that it is dealt with in, where there is tracing. */
  readonly span: OpenSpan | undefined;
  /** Where its decision belongs: that of the record, or of the log that it was held in. */
  readonly partition: number;
  /** Of an event that was held: how its way ends otherwise. */
  readonly ending?: Ending;
  /** Of an event that was held until somebody said so: who, and why. */
  readonly approval?: Approval;
  /** Of an event whose partner did not come: the pair that is decided. */
  readonly pair?: string;
}

/** How the way of an event ends that is handled once more. */
export interface Ending {
  /** What it is decided under. */
  readonly subject: InputIdentity;
  /** The id of its dead letter. */
  readonly letter: string;
  /** What its steps are recorded under, where that is not the event itself. */
  readonly recordUnder?: string;
  /** Written together with what is concluded. */
  settled(fate: Fate): StoredOutput;
  /** Written when it is given up again. */
  failed(failure: Failure): StoredOutput;
}

/** What was decided about a record, and what that makes of it. */
export interface Decided {
  readonly decision: MadeDecision;
  readonly fate: Fate;
}

const ONCE = { attempts: 1, initialMs: 1, maxMs: 1 };

/** Begins the way of a record. @throws TroupeError TOPIC_MISMATCH when the agent does not consume its topic */
export const passageOf = (record: IncomingRecord, signal: AbortSignal, parts: PipelineParts): Passage => {
  const { agent } = parts;
  const reaction = agent.reactions.find((each) => consumedBy(each).some(({ type }) => type === record.topic));
  if (reaction === undefined)
    throw new TroupeError('TOPIC_MISMATCH', `${agent.name} got a record of ${record.topic}, which it does not consume`);
  const identity = identify(record);
  const { inputId: event, conversationId: conversation } = identity;
  const span = spanOf(record, identity, parts);
  const log = logOfEvent(parts.log, { event, conversation, type: record.topic, ...span?.ids });
  return { record, identity, reaction, signal, log, span, partition: record.partition };
};

const spanOf = (record: IncomingRecord, event: InputIdentity, { agent, tracing }: PipelineParts) =>
  tracing && openProcessSpan(tracing, { record, event, group: agent.name, parent: traceIn(record.headers) });

/** Reads, handles and decides; what cannot be is given up, which is a decision too. @throws TroupeError TASK_ABORTED */
export const decideOnce = async (through: Passage, parts: PipelineParts): Promise<Decided> => {
  try {
    const event = await withAttempts(() => read(through, parts), attemptsOf(parts, through, ONCE));
    return await withAttempts(() => decide(event, through, parts), attemptsOf(parts, through, parts.agent.retry));
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error;
    return { decision: await deadLetter(error, through, parts), fate: 'dead-lettered' };
  }
};

const requestFor = (
  { partition, identity, ending }: Passage,
  outcome: DecisionRequest['outcome'],
): DecisionRequest => ({ ...(ending?.subject ?? identity), partition, outcome });

const read = ({ record, reaction }: Passage, { codec }: PipelineParts): Promise<Event> => {
  const on = consumedBy(reaction).find(({ type }) => type === record.topic);
  if (on === undefined) throw new TroupeError('TOPIC_MISMATCH', `no reaction to ${record.topic}`);
  return readEvent(record, on, codec);
};

/** With the conclusions goes what ends the way of the record. */
const andSay =
  (conclude: Conclude, said: StoredOutput): Conclude =>
  async (tx) => [...(await conclude(tx)), said];

/** What is remembered of a conversation whose event was decided: a store counts, and one who has none counts here. */
const remember = ({ envelope }: Event, { events }: MadeDecision, { agent, limits }: PipelineParts): void => {
  if (events !== undefined || agent.pure) limits.decided(envelope.conversationId, events);
};

const decide = async (event: Event, through: Passage, parts: PipelineParts): Promise<Decided> => {
  try {
    return await decideIfAdmitted(event, through, parts);
  } catch (error) {
    if (!(error instanceof EventsSpent)) throw error;
    // Other instances have decided as many as there may be.
    parts.limits.decided(event.envelope.conversationId, parts.limits.eventsPerConversation);
    return decideIfAdmitted(event, through, parts);
  }
};

const decideIfAdmitted = async (event: Event, through: Passage, parts: PipelineParts): Promise<Decided> => {
  const subject = requestFor(through, 'decided');
  const precedent = await parts.precedents?.of(subject);
  // The decision alone would find out when a model has been paid.
  if (precedent !== undefined) parts.limits.decided(event.envelope.conversationId, precedent.events);
  const admission = admit(event, parts);
  const { refusal } = admission;
  if (refusal !== undefined) through.log.warn({ refusal }, 'nothing may be concluded from this event any more');
  const fate = refusal ?? 'decided';
  const isDecided = precedent?.isDecided;
  const own = await admission.begin(() => concludeFrom({ ...through, event, ...(isDecided && { isDecided }) }, parts));
  const conclude = through.ending === undefined ? own.conclude : andSay(own.conclude, through.ending.settled(fate));
  const counts = refusal === undefined && { countsUpTo: parts.limits.eventsPerConversation };
  const request = { ...subject, ...counts, isSought: isDecided === false };
  const decision = await parts.decider.decide(request, conclude, through.signal, through.span?.trace);
  own.settle?.();
  if (refusal === undefined) remember(event, decision, parts);
  return { decision, fate: decision.outcome === 'dead-lettered' ? 'dead-lettered' : fate };
};

const holdOf = ({ record, identity, ending }: Passage, { id }: StoredOutput, reason: Error): Hold => ({
  ...{ record, subject: ending?.subject ?? identity },
  ...{ letter: ending?.letter ?? id, code: codeOf(reason) },
});

const deadLetter = async (failure: GaveUp, through: Passage, parts: PipelineParts): Promise<MadeDecision> => {
  const { reason, attempts } = failure;
  through.log.error({ err: reason, attempts }, 'dead-lettered');
  through.span?.fail(reason);
  const why = { agent: parts.agent.name, reason, attempts, failedAtMs: parts.clock() };
  const letterOf = async (): Promise<StoredOutput> =>
    through.ending?.failed(why) ?? deadLetterOf(await outlasting(through.record, parts.codec), through.identity, why);
  const store = async (): Promise<MadeDecision> => {
    const letter = await letterOf();
    const held = await tellHeld(holdOf(through, letter, reason), parts);
    const conclude: Conclude = async (tx) => [letter, ...held, ...(await tellWith(reason, through.record, tx, parts))];
    return parts.decider.decide(requestFor(through, 'dead-lettered'), conclude, through.signal);
  };
  return withAttempts(store, attemptsOf(parts, through, UNTIL_DONE));
};
