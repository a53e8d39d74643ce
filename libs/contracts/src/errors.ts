/**
 * Every error code of Troupe, closed: a code is added here and gets a row in docs/reference/errors.md.
 * The value says whether trying the same thing again later can succeed.
 */
export const ERROR_CODES = {
  /** A configuration value is missing or wrong; the message names each one. */
  CONFIG_INVALID: { retryable: false },
  /** A definition (agent, saga, schema) contradicts itself; found when it is defined, before anything runs. */
  DEFINITION_INVALID: { retryable: false },
  /** Data does not fit the Avro schema of its event. */
  EVENT_INVALID: { retryable: false },
  /** A record lacks a header that every event must carry, or carries one that cannot be read. */
  ENVELOPE_INVALID: { retryable: false },
  /** The bytes on a topic are not in the Confluent wire format, or do not decode. */
  BYTES_UNDECODABLE: { retryable: false },
  /** The bytes that a record refers to are not in the claim store, or the service has none. */
  CLAIM_MISSING: { retryable: false },
  /** The bytes that a record refers to are not those that were put. */
  CLAIM_CORRUPT: { retryable: false },
  /** What is said of a feature contradicts itself: a name, a type, a value, a number of arguments. */
  SPEC_INVALID: { retryable: false },
  /** The registry answered that it does not know this schema or schema id. */
  SCHEMA_UNKNOWN: { retryable: false },
  /** The registry refused a schema as incompatible with earlier versions. */
  SCHEMA_INCOMPATIBLE: { retryable: false },
  /** The registry cannot be reached or answered with a server error. */
  REGISTRY_UNAVAILABLE: { retryable: true },
  /** Kafka cannot be reached, or did not acknowledge every partition within the limit. */
  KAFKA_UNAVAILABLE: { retryable: true },
  /** Kafka refuses this record for good: such as one that is too large. */
  RECORD_REFUSED: { retryable: false },
  /** A topic does not exist, or its number of partitions is not the environment's. */
  TOPIC_MISMATCH: { retryable: false },
  /** Kafka does not let this account read or write a topic, or change rights. */
  TOPIC_FORBIDDEN: { retryable: false },
  /** A committed offset lies outside what the topic retains. */
  OFFSET_OUT_OF_RANGE: { retryable: false },
  /** A consumer stopped by itself and cannot go on in this process. */
  CONSUMER_CRASHED: { retryable: false },
  /** Records lie in the log, and no offset of their partition has moved for too long: the process ends to be started anew. */
  CONSUMER_STALLED: { retryable: false },
  /** The database cannot be reached. */
  DATABASE_UNAVAILABLE: { retryable: true },
  /** The partition was handed to another instance, or the process is stopping: the work is given up, not lost. */
  TASK_ABORTED: { retryable: true },
  /** A handler said that this event can never be handled. */
  TERMINAL: { retryable: false },
  /** A conversation has more events than its saga keeps before it begins. */
  EARLY_LIMIT_REACHED: { retryable: false },
  /** A hook holds the event until somebody approves of it. */
  APPROVAL_REQUIRED: { retryable: false },
  /** A hook refused the event, or what was concluded from it. */
  DENIED: { retryable: false },
  /** An order about a dead letter cannot be carried out: it is not held, or no longer. */
  DEAD_LETTER_REFUSED: { retryable: false },
  /** An operator's request about sagas is refused: nothing of the kind is there, or it makes no sense where they stand. */
  SAGA_REFUSED: { retryable: false },
  /** The gateway refused what a command asked of it: the message says why, field by field. */
  REQUEST_REFUSED: { retryable: false },
  /** What is said about the participants of a saga contradicts it, names what does not exist, or comes into effect too soon. */
  PARTICIPANT_REFUSED: { retryable: false },
  /** A handler returned an event that its agent does not declare in `publishes`. */
  UNDECLARED_PUBLISH: { retryable: false },
  /** A step wanted more tokens or money than its conversation has left. */
  BUDGET_EXHAUSTED: { retryable: false },
  /** A step cannot be recorded: its name is used twice, or its answer is too large or no JSON. */
  STEP_INVALID: { retryable: false },
  /** The process died as often as is allowed between asking and storing the answer: nobody knows whether it had an effect. */
  STEP_UNCERTAIN: { retryable: false },
  /** A model, tool or service that an agent calls is known to be away: it is not called until some time has passed. */
  DEPENDENCY_UNAVAILABLE: { retryable: true },
  /** Too many calls of one dependency wait in this process, or it says itself that it has too many. */
  DEPENDENCY_BUSY: { retryable: true },
  /** A limit that all instances share left no room within the time that the caller would wait. */
  LIMIT_REACHED: { retryable: true },
  /** A lease of a shared limit ran out while it was held: it could not be renewed. */
  LEASE_LOST: { retryable: true },
  /** A model's server refuses the request as it is: the key, the name of the model, its size. */
  MODEL_CALL_REJECTED: { retryable: false },
  /** A model gave no answer that can be read: its server failed, or the answer broke off. */
  MODEL_FAILED: { retryable: true },
  /** A model refuses to answer what it was asked. */
  MODEL_REFUSED: { retryable: false },
  /** What a model answered does not fit, however often it was told why; or it was cut off, or never came to an end. */
  MODEL_ANSWER_INVALID: { retryable: false },
  /** A model whose traffic is replayed was asked something that was not recorded. */
  MODEL_UNRECORDED: { retryable: false },
  /** A prompt cannot be read, or not be asked as it was wanted: its file, its version, its variables. */
  PROMPT_INVALID: { retryable: false },
  /** Something slow (a model, a tool, a request) was begun inside a transaction of the database. */
  TRANSACTION_OPEN: { retryable: false },
  /** A handler used its transaction when it was over, or after one of its statements had failed. */
  TRANSACTION_MISUSED: { retryable: true },
  /** Another instance changed the same pair of events at the same moment. */
  JOIN_OVERTAKEN: { retryable: true },
  /** A row that was to be written to is not there any more. */
  STATE_GONE: { retryable: true },
  /** A limit of the sandbox does not hold on this machine: generated code is not run. */
  SANDBOX_INCOMPLETE: { retryable: false },
  /** A file for the sandbox has a path that leads out of its folder. */
  SANDBOX_FILE_INVALID: { retryable: false },
  /** A run in the sandbox could not be started, or something of it stays. */
  SANDBOX_FAILED: { retryable: true },
  /** A wait did not end within its limit. */
  TIMEOUT: { retryable: true },
  /** There is no git on this machine, which workspaces are kept with. */
  GIT_MISSING: { retryable: false },
  /** A command of git did not succeed: a full disk, a lock that was left behind, too long a wait. */
  GIT_FAILED: { retryable: true },
  /** A workspace does not do what was asked: a name or path that could mean something else, a commit that it has not. */
  WORKSPACE_REFUSED: { retryable: false },
  /** An image of a service could not be built, or holds more than it may. */
  IMAGE_FAILED: { retryable: false },
  /** A server of the local stack could not be started, or died. */
  STACK_FAILED: { retryable: false },
} as const satisfies Record<string, { retryable: boolean }>;

/** The closed set of error codes. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What an error carries besides its message. */
export interface TroupeErrorOptions {
  /** The error that led to this one. */
  readonly cause?: unknown;
  /** Names and values that help to find the place: topic, event id, field. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
}

const brand = Symbol.for('troupe.error');

/** The one error family of Troupe. The message names the thing and the next step; `code` is what programs read. */
export class TroupeError extends Error {
  override readonly name: string = 'TroupeError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: TroupeErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    Object.defineProperty(this, brand, { value: true });
  }

  /** Whether the same thing may succeed when it is tried again later. */
  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  /** Recognises a Troupe error even when it was made by another copy of this package. */
  static is(error: unknown): error is TroupeError {
    return typeof error === 'object' && error !== null && brand in error;
  }
}

/** The one funnel from anything thrown to an Error: strings and objects keep their text. */
export const ensureError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(typeof thrown === 'string' ? thrown : JSON.stringify(thrown));
