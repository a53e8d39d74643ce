import { DEFAULT_HOPS, DEFAULT_TENANT, deriveId, EventHeld, type Envelope } from '@troupe/contracts';
import { fromHeaders, HEADERS, type IncomingRecord } from '@troupe/messaging';
import { envelopeOf, outputOf } from '../delivery/outputs.ts';
import type { PipelineParts } from '../delivery/pipeline-parts.ts';
import { identify, usableId, type InputIdentity } from '../delivery/read-event.ts';
import type { StoredOutput } from '../store/decision.ts';

/** An event that an agent holds from now on, or still. */
export interface Hold {
  readonly record: IncomingRecord;
  /** What the decision to hold it is about. */
  readonly subject: InputIdentity;
  /** The id of its dead letter. */
  readonly letter: string;
  readonly code: string;
}

/** What names no conversation, or another than its key does, holds up nobody: nobody waits for it. */
const isOfAConversation = ({ key, headers }: IncomingRecord): boolean =>
  usableId(key) !== undefined && headers[HEADERS.conversation] === key;

/** What can be said of an event whose envelope cannot be read as a whole: those who wait for it are told all the same. */
const unreadable = ({ record }: Hold): Envelope => {
  const { inputId: id, inputTimeMs: timeMs, conversationId } = identify(record);
  const { topic: type } = record;
  return {
    id,
    type,
    source: 'unknown',
    timeMs,
    conversationId,
    lamport: 0,
    hops: DEFAULT_HOPS,
    tenant: DEFAULT_TENANT,
  };
};

const causeOf = (hold: Hold): Envelope => {
  const readable = (): Envelope => {
    try {
      return fromHeaders(hold.record.headers);
    } catch {
      return unreadable(hold);
    }
  };
  const { inputId: id } = identify(hold.record);
  return { ...readable(), id, conversationId: hold.subject.conversationId };
};

/**
 * `event.held`, to be stored and published with the decision to hold an event; its id derives from what is decided, so that
 * a copy changes nothing. About `event.held` itself nothing more is said.
 * @throws TroupeError REGISTRY_UNAVAILABLE
 */
export const tellHeld = async (
  hold: Hold,
  { agent, codec, clock }: Pick<PipelineParts, 'agent' | 'codec' | 'clock'>,
): Promise<readonly StoredOutput[]> => {
  const { record, subject, letter, code } = hold;
  const { topic: type } = record;
  if (type === EventHeld.type || !isOfAConversation(record)) return [];
  const envelope = causeOf(hold);
  const draft = EventHeld({ agent: agent.name, event: envelope.id, type, code, letter });
  // Without a store nothing remembers when it was told, and every copy must carry the same time.
  const timeMs = agent.pure ? subject.inputTimeMs : clock();
  const cause = { agent, envelope, inputId: subject.inputId, timeMs };
  const id = deriveId('held', subject.inputId, agent.name);
  // Also what has no hops left can be held, and that can be read all the same.
  const hops = Math.max(0, envelope.hops - 1);
  return [await outputOf(draft, { ...envelopeOf(draft, 0, cause), id, hops }, cause, codec)];
};
