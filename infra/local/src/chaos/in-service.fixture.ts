import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs before a service under test (`node --import`), and puts itself between it and its clients; the service knows nothing
 * of it. On SIGUSR2 it reads what it is to do from the file in `CHAOS_ORDERS` that is called as its pid: end the service as
 * kill −9 does at the n-th time that it passes a boundary of its work, or let its answers come late for a while.
 * `CHAOS_FAILPOINT` names such a boundary from the start, as in `after-commit:12`.
 */
interface Orders {
  /** Such as `after-commit`. */
  readonly boundary?: string;
  readonly nth?: number;
  /** Whose answers come late, such as `fetch`. */
  readonly late?: string;
  readonly ms?: number;
  readonly forMs?: number;
}

type Method = (...args: unknown[]) => unknown;

interface Prototype {
  [method: string]: Method | undefined;
}

// The clients' own modules, whoever imports them: what is put in here is in every client that the service makes.
const load = createRequire(new URL('../../../../libs/messaging/src/connect-kafka.ts', import.meta.url));
const loadPg = createRequire(new URL('../../../../libs/database/src/connect-database.ts', import.meta.url));
const broker = (load('kafkajs/src/broker/index.js') as { prototype: Prototype }).prototype;
const client = (loadPg('pg') as { Client: { prototype: Prototype } }).Client.prototype;

const [initial, times = '1'] = (process.env['CHAOS_FAILPOINT'] ?? '').split(':');
let boundary = initial;
let left = Number(times);
let late: string | undefined;
let lateMs = 0;
let lateUntilMs = 0;

process.on('SIGUSR2', () => {
  // Written by `inject.ts` in one piece.
  const orders = JSON.parse(
    readFileSync(join(process.env['CHAOS_ORDERS'] ?? '', String(process.pid)), 'utf8'),
  ) as Orders;
  boundary = orders.boundary ?? '';
  left = orders.nth ?? 1;
  late = orders.late;
  lateMs = orders.ms ?? 0;
  lateUntilMs = Date.now() + (orders.forMs ?? 0);
});

const pass = (name: string): void => {
  if (name !== boundary) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};

const isLate = (name: string): boolean => name === late && Date.now() < lateUntilMs;

/** Passes a boundary before and after each call of a method that answers with a promise. */
const wrap = (prototype: Prototype, method: string, nameOf: (args: readonly unknown[]) => string | undefined): void => {
  const original = prototype[method];
  if (original === undefined) throw new Error(`There is no ${method} to put a fault into`);
  prototype[method] = function (this: unknown, ...args: unknown[]): unknown {
    const name = nameOf(args);
    if (name !== undefined) pass(`before-${name}`);
    const answer = original.apply(this, args);
    if (name === undefined || !(answer instanceof Promise)) return answer;
    return answer.then((value: unknown) => {
      pass(`after-${name}`);
      return isLate(name) ? delay(lateMs, value) : value;
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
