import { ensureError, TroupeError } from '@troupe/contracts';

/** What a failed request to Kafka means for the records in it. */
export type Failure = 'try-again' | 'refused' | 'unknown-topic';

/** Kafka's answers that trying again cannot change: the record, or the right to write it, is wrong. */
const REFUSALS = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'POLICY_VIOLATION',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
]);

/** Classifies by Kafka's own error name, wherever in the chain of causes kafkajs has put it. */
export const failureOf = (error: unknown): Failure => {
  const type = protocolTypeOf(error);
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION') return 'unknown-topic';
  return type !== undefined && REFUSALS.has(type) ? 'refused' : 'try-again';
};

/** The error that callers see when Kafka could not be reached, or did not acknowledge, within the limit. */
export const kafkaUnavailable = (what: string, thrown: unknown): TroupeError => {
  const cause = ensureError(thrown);
  return new TroupeError('KAFKA_UNAVAILABLE', `${what}: ${cause.message}. Is Kafka up, and KAFKA_BROKERS right?`, {
    cause,
  });
};

/** Whether this account lacks a right to the topic. */
export const isForbidden = (error: unknown): boolean => protocolTypeOf(error) === 'TOPIC_AUTHORIZATION_FAILED';

/** What an account that lacks a right to a topic is told. */
export const topicForbidden = (topic: string, to: 'read' | 'write', cause: unknown): TroupeError => {
  const declared = to === 'read' ? 'consumes' : 'publishes';
  return new TroupeError(
    'TOPIC_FORBIDDEN',
    `Kafka does not let this account ${to} the topic ${topic}: name its event in \`${declared}\` of the definition, then run ` +
      '`npm run choreography` and `npm run acls -- apply`',
    { cause: ensureError(cause), details: { topic } },
  );
};

const protocolTypeOf = (error: unknown, depth = 0): string | undefined => {
  if (!(error instanceof Error) || depth > 5) return undefined;
  if ('type' in error && typeof error.type === 'string') return error.type;
  return protocolTypeOf(error.cause, depth + 1);
};
