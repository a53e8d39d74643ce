import { deriveId, TroupeError } from '@troupe/contracts';
import type { IncomingRecord } from '@troupe/messaging';
import type { StoredOutput } from '../store/decision.ts';
import type { InputIdentity } from './read-event.ts';

/** What a dead letter's headers say besides those that the record came with. */
export const DEAD_LETTER_HEADERS = {
  topic: 'troupe-dead-topic',
  partition: 'troupe-dead-partition',
  offset: 'troupe-dead-offset',
  appended: 'troupe-dead-appended',
  agent: 'troupe-dead-agent',
  attempts: 'troupe-dead-attempts',
  code: 'troupe-dead-code',
  message: 'troupe-dead-message',
  failedAt: 'troupe-dead-failed-at',
} as const;

/** The logical topic of what an agent gave up on; kept until somebody has dealt with it. */
export const deadLetterTopic = (agent: string): string => `${agent}.dead`;

/** Why and when an agent gave a record up. */
export interface Failure {
  readonly agent: string;
  readonly reason: Error;
  readonly attempts: number;
  readonly failedAtMs: number;
}

const LONGEST_MESSAGE = 1_000;

/** The code of a foreign error is `HANDLER_FAILED`: it came from the agent's own handler. */
const codeOf = (reason: Error): string => (TroupeError.is(reason) ? reason.code : 'HANDLER_FAILED');

/** The record as it came, under the same key, with the cause in its headers. */
export const deadLetterOf = (record: IncomingRecord, identity: InputIdentity, failure: Failure): StoredOutput => {
  const { agent, reason, attempts, failedAtMs } = failure;
  const names = DEAD_LETTER_HEADERS;
  return {
    id: deriveId('dead-letter', identity.inputId, agent),
    topic: deadLetterTopic(agent),
    key: record.key ?? identity.conversationId,
    value: record.value,
    headers: {
      ...record.headers,
      [names.topic]: record.topic,
      [names.partition]: String(record.partition),
      [names.offset]: record.offset.toString(),
      [names.appended]: new Date(record.appendedMs).toISOString(),
      [names.agent]: agent,
      [names.attempts]: String(attempts),
      [names.code]: codeOf(reason),
      [names.message]: reason.message.slice(0, LONGEST_MESSAGE),
      [names.failedAt]: new Date(failedAtMs).toISOString(),
    },
  };
};
