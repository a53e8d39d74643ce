export { durationMs, isDuration, type Duration } from './durations.ts';
export { DEFAULT_HOPS, DEFAULT_TENANT, type Envelope, type Provenance, type TraceContext } from './envelope.ts';
export { ensureError, ERROR_CODES, TroupeError, type ErrorCode, type TroupeErrorOptions } from './errors.ts';
export {
  eventType,
  startConversation,
  toConversation,
  type AvroRecordSchema,
  type Draft,
  type DraftOf,
  type Event,
  type EventDefinition,
  type EventOf,
  type EventType,
} from './event.ts';
export {
  childConversationId,
  conversationIdOf,
  deriveId,
  instructionId,
  namedConversationId,
  outputId,
  participantChangeId,
  recordId,
  requestId,
  reportId,
  sagaChildId,
  sagaDecisionId,
  stepKey,
  timerId,
} from './ids.ts';
export { repeatBy, systemTiming, waitBy, type Timing } from './timing.ts';
export { createTurns, type InTurn } from './turns.ts';
export { jsonSchemaOf, type JsonSchema } from './json/json-schema.ts';
export { parseJsonData, type FieldProblem, type ParsedData } from './json/parse-json-data.ts';
export { renderJsonData } from './json/render-json-data.ts';
// The one star: its names are the event types themselves, listed by the generator and checked to be unique.
export * from './generated/index.ts';
