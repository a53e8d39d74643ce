import { describe, expect, it } from '@jest/globals';
import { TroupeError } from '@troupe/contracts';
import pino from 'pino';
import { whenThere } from './when-there.ts';

const log = pino({ level: 'silent' });
const { signal } = new AbortController();

/** Fails with these errors, one after the other, then works. */
const failing = (...errors: readonly Error[]) => {
  const left = [...errors];
  return (): Promise<string> => {
    const error = left.shift();
    return error === undefined ? Promise.resolve('done') : Promise.reject(error);
  };
};

describe('what a service does before it runs', () => {
  it.each([
    ['the driver cannot connect', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
    ['the database is starting', Object.assign(new Error('the database system is starting up'), { code: '57P03' })],
    ['a server is known to be away', new TroupeError('REGISTRY_UNAVAILABLE', 'away')],
  ])('is tried again while %s', async (_, error) => {
    expect(await whenThere('database', failing(error, error), { log, signal })).toBe('done');
  });

  it('fails at once when waiting cannot mend it', async () => {
    const denied = Object.assign(new Error('permission denied'), { code: '42501' });
    await expect(whenThere('database', failing(denied), { log, signal })).rejects.toBe(denied);
  });

  it('is given up when the service is told to stop', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const told = { log, signal: AbortSignal.abort() };
    await expect(whenThere('database', failing(away), told)).rejects.toThrow(/abort/i);
  });
});
