import { pino, stdTimeFunctions, type DestinationStream, type LevelWithSilent, type Logger } from 'pino';
import { maskCredentials, SECRET_PATHS } from './secrets.ts';

/** What a logger is made of. */
export interface LoggerOptions {
  /** The service: a field of every line. */
  readonly service: string;
  /** Default info. */
  readonly level?: LevelWithSilent;
  /** Where lines go. Default: standard output. */
  readonly destination?: DestinationStream;
}

/** Which event a line is about. */
export interface EventBindings {
  /** Where the logger does not say it already. */
  readonly agent?: string;
  readonly event: string;
  readonly type: string;
  readonly conversation: string;
  /** The span that it is dealt with in, where there is tracing. */
  readonly trace_id?: string;
  readonly span_id?: string;
}

/**
 * A logger that writes one JSON object per line: level by name, time in ISO 8601, the service. Fields that are named like
 * secrets, and credentials within URLs, are replaced before they are written.
 */
export const createLogger = ({ service, level = 'info', destination }: LoggerOptions): Logger =>
  pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: [...SECRET_PATHS], censor: '[redacted]' },
      hooks: { streamWrite: maskCredentials },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );

/**
 * A logger whose lines say which event they are about. It is made when it is first used: most events write no line, and a
 * logger of pino's renders its fields at once.
 */
export const logOfEvent = (log: Logger, event: EventBindings): Logger => {
  let made: Logger | undefined;
  return new Proxy(log, {
    get: (_, name) => {
      const child = (made ??= log.child(event));
      // What pino's own methods find on themselves is of any type.
      const value: unknown = Reflect.get(child, name, child);
      return typeof value === 'function' ? (value.bind(child) as unknown) : value;
    },
  });
};
