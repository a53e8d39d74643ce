import kafkajs, { type LogEntry, type logCreator } from 'kafkajs';

/** What this library logs with: pino, or anything with the same methods. */
export interface MessagingLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A logger for those who want none. */
export const silentLogger: MessagingLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * Hands what kafkajs says to our logger, one level down: what it calls an error (a broker that is away, a leader that
 * moved) it tries again by itself, and what matters reaches us as an exception.
 */
export const kafkajsLogCreator =
  (logger: MessagingLogger): logCreator =>
  () =>
  ({ namespace, level, log }: LogEntry) => {
    const fields = Object.entries(log).filter(([name]) => !OURS.has(name));
    logger[LEVELS[level] ?? 'debug']({ ...Object.fromEntries(fields), kafkajs: namespace }, log.message);
  };

/** What our logger adds itself, or nobody reads. */
const OURS = new Set(['timestamp', 'logger', 'message', 'stack']);

const LEVELS: Readonly<Record<number, keyof MessagingLogger>> = {
  [kafkajs.logLevel.ERROR]: 'warn',
  [kafkajs.logLevel.WARN]: 'info',
  [kafkajs.logLevel.INFO]: 'debug',
};
