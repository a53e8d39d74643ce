export type { HealthCheck } from './health-checks.ts';
export {
  startHealthServer,
  type HealthServer,
  type HealthServerOptions,
  type UpgradeListener,
} from './health-server.ts';
export { createLogger, logOfEvent, type EventBindings, type LoggerOptions } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { maskCredentials } from './secrets.ts';
export { openBatchSpan } from './tracing/batch-span.ts';
export {
  openProcessSpan,
  openSendSpan,
  type TracedEvent,
  type TracedOutput,
  type TracedRecord,
} from './tracing/messaging-spans.ts';
export { withModelSpan, type ModelAnswer, type ModelCall } from './tracing/model-span.ts';
export { startTracing, type TracingComplaint } from './tracing/start-tracing.ts';
export { OTLP_PROTOCOLS, SAMPLERS, type TracingSettings } from './tracing/tracing-settings.ts';
export {
  inSpan,
  type OpenSpan,
  type SpanAttributes,
  type SpanKind,
  type SpanOptions,
  type Tracing,
} from './tracing/tracing.ts';
