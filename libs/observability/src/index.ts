export type { HealthCheck } from './health-checks.ts';
export { startHealthServer, type HealthServer, type HealthServerOptions } from './health-server.ts';
export { createLogger, logOfEvent, type EventBindings, type LoggerOptions } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { maskCredentials } from './secrets.ts';
