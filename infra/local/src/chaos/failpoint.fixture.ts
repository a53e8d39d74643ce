import { createRequire } from 'node:module';

/**
 * Runs before a service under test (`node --import`), and ends it as kill −9 does at a boundary of its work: `CHAOS_FAILPOINT` names
 * one and says at which time of passing it, such as `after-commit:12`. `CHAOS_SESSION_MS` makes its consumer sessions
 * short, so that a ghost is soon forgotten. The services know nothing of it: it puts itself between them and their clients.
 */
type Method = (...args: unknown[]) => unknown;

interface Prototype {
  [method: string]: Method | undefined;
}

// The clients' own modules, whoever imports them: what is put in here is in every client that the service makes.
const load = createRequire(new URL('../../../../libs/messaging/src/connect-kafka.ts', import.meta.url));
const loadPg = createRequire(new URL('../../../../libs/database/src/connect-database.ts', import.meta.url));
const broker = (load('kafkajs/src/broker/index.js') as { prototype: Prototype }).prototype;
const client = (loadPg('pg') as { Client: { prototype: Prototype } }).Client.prototype;

const [boundary, times = '1'] = (process.env['CHAOS_FAILPOINT'] ?? '').split(':');
let left = Number(times);

const pass = (name: string): void => {
  if (name !== boundary) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};

/** Passes a boundary before and after each call of a method that answers with a promise. */
const wrap = (prototype: Prototype, method: string, nameOf: (args: readonly unknown[]) => string | undefined): void => {
  const original = prototype[method];
  if (original === undefined) throw new Error(`There is no ${method} to put a failpoint into`);
  prototype[method] = function (this: unknown, ...args: unknown[]): unknown {
    const name = nameOf(args);
    if (name !== undefined) pass(`before-${name}`);
    const answer = original.apply(this, args);
    if (name === undefined || !(answer instanceof Promise)) return answer;
    return answer.then((value: unknown) => {
      pass(`after-${name}`);
      return value;
    });
  };
};

const textOf = (query: unknown): string => {
  if (typeof query === 'string') return query;
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : '';
};

wrap(broker, 'fetch', () => 'fetch');
wrap(broker, 'produce', () => 'publish');
wrap(broker, 'offsetCommit', () => 'offsets');
wrap(client, 'query', ([query]) => (/^commit\b/i.test(textOf(query)) ? 'commit' : 'statement'));

const sessionMs = Number(process.env['CHAOS_SESSION_MS'] ?? '0');
const join = broker['joinGroup'];
if (sessionMs > 0 && join !== undefined)
  broker['joinGroup'] = function (this: unknown, request: unknown): unknown {
    return join.call(this, { ...(request as object), sessionTimeout: sessionMs });
  };
