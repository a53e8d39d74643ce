import { afterEach, describe, expect, it } from '@jest/globals';
import { loadServiceConfig, type ServiceConfig } from '../config.ts';
import { runService, type ServiceHandle } from './run-service.ts';
import type { ServiceContext } from './service-context.ts';

const config: ServiceConfig = loadServiceConfig(
  { KAFKA_BROKERS: 'none:1', SCHEMA_REGISTRY_URL: 'http://none', LOG_LEVEL: 'silent' },
  { name: 'spec-service', database: false },
);
const idle = { stop: () => Promise.resolve() };

let service: ServiceHandle | undefined;
afterEach(() => service?.stop());

const run = async (
  start: (context: ServiceContext) => Promise<{ stop: () => Promise<void> }>,
  drainMs = 1_000,
): Promise<ServiceHandle> => (service = await runService({ config, start, standalone: false, drainMs }));
const readiness = async (url: string): Promise<{ status: number; failed: unknown }> => {
  const response = await fetch(`${url}/health/ready`);
  // The health server answers with this shape.
  const { failed } = (await response.json()) as { failed: unknown };
  return { status: response.status, failed };
};

describe('runService', () => {
  it('is ready when it has started and every check passes', async () => {
    let kafka = false;
    const { url } = await run((context) => {
      context.check('kafka', () => kafka);
      return Promise.resolve(idle);
    });
    expect(await readiness(url)).toEqual({ status: 503, failed: ['kafka'] });
    kafka = true;
    expect(await readiness(url)).toEqual({ status: 200, failed: [] });
  });

  it('answers about its health while it waits for a server', async () => {
    const { promise: database, resolve } = Promise.withResolvers<typeof idle>();
    const listening = Promise.withResolvers<number>();
    const starting = run(async ({ serve }) => {
      serve((_request, response) => void response.end('"served"'));
      listening.resolve(1);
      return await database;
    });
    await listening.promise;
    resolve(idle);
    const { url } = await starting;
    expect(await (await fetch(`${url}/v1/orders`)).json()).toBe('served');
  });

  it('drains once, however often it is told to stop, and ends with 0', async () => {
    let stops = 0;
    const { stop, finished } = await run(() => Promise.resolve({ stop: () => Promise.resolve(void (stops += 1)) }));
    await Promise.all([stop(), stop()]);
    expect(await finished).toBe(0);
    expect(stops).toBe(1);
  });

  it('ends with 1 when draining takes longer than it may', async () => {
    const never = new Promise<void>(() => undefined);
    const { stop, finished } = await run(() => Promise.resolve({ stop: () => never }), 20);
    await stop();
    expect(await finished).toBe(1);
  });

  it('stops and ends with 1 when it cannot go on', async () => {
    let stopped = false;
    const { finished } = await run((context) => {
      context.fail(new Error('the consumer crashed'));
      return Promise.resolve({ stop: () => Promise.resolve(void (stopped = true)) });
    });
    expect(await finished).toBe(1);
    expect(stopped).toBe(true);
  });

  it('closes what was opened, last first, also when it could not start', async () => {
    const closed: string[] = [];
    const start = ({ defer }: ServiceContext): Promise<never> => {
      for (const name of ['database', 'messaging']) defer(() => Promise.resolve(void closed.push(name)));
      return Promise.reject(new Error('no such schema'));
    };
    await expect(run(start)).rejects.toThrow('no such schema');
    expect(closed).toEqual(['messaging', 'database']);
  });

  it('throws what kept it from starting', async () => {
    await expect(run(() => Promise.reject(new Error('no such schema')))).rejects.toThrow('no such schema');
  });

  it('aborts a start that is told to stop', async () => {
    const waiting = Promise.withResolvers<AbortSignal>();
    const starting = run(async ({ signal, fail }) => {
      waiting.resolve(signal);
      fail(new Error('told to stop'));
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('gave up'))));
      return idle;
    });
    await expect(starting).rejects.toThrow('gave up');
    expect((await waiting.promise).aborted).toBe(true);
  });
});
