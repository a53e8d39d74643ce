import { TroupeError } from '@troupe/contracts';

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

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** A Unix socket whose server is not up; the same code from anywhere else is a missing file. */
const isMissingSocket = (error: unknown): boolean =>
  codeOf(error) === 'ENOENT' && error instanceof Error && 'syscall' in error && error.syscall === 'connect';

/** A Troupe error has already named who is away: what led to it may look like any server's silence. */
const causeOf = (error: unknown): unknown =>
  error instanceof Error && !TroupeError.is(error) ? error.cause : undefined;

const isAway = (error: unknown): boolean => {
  const code = codeOf(error);
  if (code === 'DATABASE_UNAVAILABLE' || isMissingSocket(error)) return true;
  if (code !== undefined)
    return NETWORK_CODES.has(code) || SERVER_STATES.has(code) || SERVER_CLASSES.some((start) => isState(code, start));
  return error instanceof Error && DRIVER_MESSAGES.some((message) => message.test(error.message));
};

const isState = (code: string, start: string): boolean => /^[0-9A-Z]{5}$/.test(code) && code.startsWith(start);

/**
 * Whether something failed because the database cannot be reached, is stopping or starting, or has no room, so that
 * the same thing may succeed later. False for whatever the statement itself is to blame for, a wrong password and a
 * database that does not exist. Looks through wrapping errors.
 */
export const isDatabaseUnavailable = (error: unknown): boolean => {
  for (let at = error, depth = 0; at !== undefined && depth < 8; at = causeOf(at), depth += 1)
    if (isAway(at)) return true;
  return false;
};

/** Whether a transaction failed because another one stood in its way: running it once more is the answer. */
export const isConflict = (error: unknown): boolean => CONFLICT_STATES.has(codeOf(error) ?? '');

/** An outage as DATABASE_UNAVAILABLE with its cause; every other error as it is. */
export const asUnavailable = (error: unknown): unknown =>
  !TroupeError.is(error) && isDatabaseUnavailable(error)
    ? new TroupeError('DATABASE_UNAVAILABLE', 'The database cannot be reached: check DATABASE_URL and the server', {
        cause: error,
      })
    : error;
