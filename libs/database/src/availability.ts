import { ensureError, TroupeError } from '@troupe/contracts';

/** What Node reports when a server cannot be reached or the connection broke. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** SQLSTATEs of a server that stops, starts, fails over or has nothing left; by class (two letters) or whole. */
const SERVER_CLASSES: readonly string[] = ['08', '53', '58'];
const SERVER_STATES: ReadonlySet<string> = new Set([
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '25006', // read_only_sql_transaction: the primary became a standby
]);

/** What the driver says without any code. */
const DRIVER_MESSAGES: readonly RegExp[] = [
  /^Connection terminated/,
  /^timeout exceeded when trying to connect/,
  /^Client has encountered a connection error/,
  /^Client was closed and is not queryable/,
  /^Query read timeout/,
  /^Postgres connection has been discarded/,
];

/** Another transaction stood in the way: deadlock, serialisation failure, lock timeout. */
const CONFLICT_STATES: ReadonlySet<string> = new Set(['40P01', '40001', '55P03']);

/** What is read of an error. Not `instanceof`: an error of Node's own may come from another realm than this code. */
interface ErrorLike {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
}

const fieldsOf = (error: unknown): ErrorLike => (typeof error === 'object' && error !== null ? error : {});

/** The SQLSTATE or the system's code of an error. */
export const codeOf = (error: unknown): string | undefined => {
  const { code } = fieldsOf(error);
  return typeof code === 'string' ? code : undefined;
};

/** A Unix socket whose server is not up; the same code from anywhere else is a missing file. */
const isMissingSocket = (error: unknown): boolean =>
  codeOf(error) === 'ENOENT' && fieldsOf(error).syscall === 'connect';

/** A Troupe error has already named who is away: what led to it may look like any server's silence. */
const causeOf = (error: unknown): unknown => (TroupeError.is(error) ? undefined : fieldsOf(error).cause);

const isAway = (error: unknown): boolean => {
  const code = codeOf(error);
  if (code === 'DATABASE_UNAVAILABLE' || isMissingSocket(error)) return true;
  if (code !== undefined)
    return NETWORK_CODES.has(code) || SERVER_STATES.has(code) || SERVER_CLASSES.some((start) => isState(code, start));
  const { message } = fieldsOf(error);
  return typeof message === 'string' && DRIVER_MESSAGES.some((known) => known.test(message));
};

const isState = (code: string, start: string): boolean => /^[0-9A-Z]{5}$/.test(code) && code.startsWith(start);

const LONGEST_CHAIN = 8;

/** An error and what led to it. */
const chainOf = (error: unknown): readonly unknown[] => {
  const chain: unknown[] = [];
  for (let at = error; at !== undefined && chain.length < LONGEST_CHAIN; at = causeOf(at)) chain.push(at);
  return chain;
};

/**
 * Whether something failed because the database cannot be reached, is stopping or starting, or has no room, so that
 * the same thing may succeed later. False for whatever the statement itself is to blame for, a wrong password and a
 * database that does not exist. Looks through wrapping errors.
 */
export const isDatabaseUnavailable = (error: unknown): boolean => chainOf(error).some(isAway);

/** Whether a transaction failed because another one stood in its way: running it once more is the answer. */
export const isConflict = (error: unknown): boolean =>
  chainOf(error).some((at) => CONFLICT_STATES.has(codeOf(at) ?? ''));

/** An outage as DATABASE_UNAVAILABLE with its cause; every other error as it is. */
export const asUnavailable = (error: unknown): Error =>
  !TroupeError.is(error) && isDatabaseUnavailable(error)
    ? new TroupeError('DATABASE_UNAVAILABLE', 'The database cannot be reached: check DATABASE_URL and the server', {
        cause: error,
      })
    : ensureError(error);
