import { afterEach, describe, expect, it } from '@jest/globals';
import type { HealthCheck } from './health-checks.ts';
import { createReadiness } from './health-checks.ts';
import { startHealthServer, type HealthServer } from './health-server.ts';
import { createMetrics } from './metrics.ts';

let server: HealthServer | undefined;
afterEach(() => server?.close());

const start = async (checks: Record<string, HealthCheck>): Promise<HealthServer> => {
  server = await startHealthServer({ host: '127.0.0.1', port: 0, checks, metrics: createMetrics('spec') });
  return server;
};

const get = async (path: string): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${server?.url}${path}`);
  return { status: response.status, body: await response.json() };
};

describe('the health server', () => {
  it('is ready when every check passes', async () => {
    await start({ kafka: () => true, database: () => Promise.resolve(true) });
    expect(await get('/health/ready')).toEqual({
      status: 200,
      body: { status: 'ready', failed: [], checks: { kafka: true, database: true } },
    });
  });

  it('names the checks that failed, whether they said no or threw', async () => {
    await start({ kafka: () => false, registry: () => Promise.reject(new Error('refused')), database: () => true });
    const { status, body } = await get('/health/ready');
    expect(status).toBe(503);
    expect(body).toMatchObject({ failed: ['kafka', 'registry'] });
  });

  it('is live whatever the checks say', async () => {
    await start({ kafka: () => false });
    expect(await get('/health/live')).toMatchObject({ status: 200 });
  });

  it('is not ready while it drains', async () => {
    const { setDraining } = await start({ kafka: () => true });
    setDraining();
    expect(await get('/health/ready')).toMatchObject({ status: 503, body: { status: 'draining' } });
  });

  it('serves the metrics of its process', async () => {
    const metrics = createMetrics('fraud-agent');
    metrics.events.inc({ agent: 'fraud-agent', type: 'order.placed', outcome: 'decided' });
    server = await startHealthServer({ host: '127.0.0.1', port: 0, checks: {}, metrics });
    const page = await (await fetch(`${server.url}/metrics`)).text();
    expect(page).toMatch(/troupe_events_total\{[^}]*type="order.placed"[^}]*service="fraud-agent"[^}]*\} 1/);
    expect(page).toContain('process_cpu_seconds_total');
  });

  it('hands every other path to the service itself', async () => {
    server = await startHealthServer({
      host: '127.0.0.1',
      port: 0,
      checks: {},
      metrics: createMetrics('spec'),
      otherwise: () => (request, response) => void response.end(JSON.stringify({ asked: request.url })),
    });
    expect(await get('/v1/orders')).toEqual({ status: 200, body: { asked: '/v1/orders' } });
    expect(await get('/health/live')).toMatchObject({ body: { status: 'live' } });
  });

  it('says which paths there are when asked for another', async () => {
    await start({});
    expect(await get('/nothing')).toMatchObject({ status: 404, body: { paths: expect.arrayContaining(['/metrics']) } });
  });
});

describe('readiness', () => {
  it('counts a check that does not answer as failed', async () => {
    const readiness = createReadiness({ kafka: () => new Promise(() => undefined) }, 10);
    expect(await readiness()).toEqual({ ready: false, checks: { kafka: false } });
  });

  it('runs a check once however many ask at the same time', async () => {
    let runs = 0;
    const readiness = createReadiness({ kafka: () => Promise.resolve((runs += 1) > 0) });
    await Promise.all([readiness(), readiness(), readiness()]);
    expect(runs).toBe(1);
    await readiness();
    expect(runs).toBe(2);
  });
});
