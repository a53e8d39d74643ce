import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FLEET_TOPICS } from '@troupe/agent-sdk';
import { AGENT_EVENT_TYPES, EVENT_TYPES, requestId } from '@troupe/contracts';
import type { LocalStack } from '@troupe/local-stack';
import { connectKafka, registerSchemas } from '@troupe/messaging';
import { eventually, ownStack, placeOn, startServiceProcess, type ServiceProcess } from '@troupe/testing';
import { ORDER } from './gateway.fixture.ts';

const GATEWAY_MAIN = join(import.meta.dirname, 'main.ts');
const LEDGER_MAIN = join(import.meta.dirname, '../../ledger/src/main.ts');

let stack: LocalStack;
let env: Readonly<Record<string, string>>;
let gateway: ServiceProcess;
let ledger: ServiceProcess;

beforeAll(async () => {
  stack = await ownStack({ only: ['kafka', 'database'] });
  // The registry is everybody's.
  const place = placeOn(stack, `edge-${randomUUID()}.`);
  const { kafkaBrokers: brokers, schemaRegistryUrl, prefix, partitions } = place;
  env = place.env;
  const messaging = connectKafka({ brokers, clientId: 'spec', prefix, partitions });
  await registerSchemas({ url: schemaRegistryUrl, prefix }, [...EVENT_TYPES, ...AGENT_EVENT_TYPES]);
  const topics = [...EVENT_TYPES.map(({ type }) => type), 'ledger.dead'].map((topic) => ({ topic }));
  await messaging.topics().apply([...topics, ...FLEET_TOPICS]);
  await messaging.close();
  gateway = await startServiceProcess({ main: GATEWAY_MAIN, env });
}, 120_000);

afterAll(async () => {
  await gateway.kill();
  await ledger.kill();
  await stack.stop();
}, 60_000);

const post = (body: unknown, key: string, path = '/v1/orders'): Promise<Response> =>
  fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });

const placed = async (key: string): Promise<string> => {
  const answer = await post(ORDER, key);
  expect(answer.status).toBe(202);
  // The gateway's own answer.
  return ((await answer.json()) as { conversationId: string }).conversationId;
};

const readiness = async (): Promise<number> => (await fetch(`${gateway.url}/health/ready`)).status;

const timeline = async (conversationId: string): Promise<readonly string[]> => {
  const answer = await fetch(`${gateway.url}/v1/conversations/${conversationId}`);
  expect(answer.status).toBe(200);
  // The gateway's own answer.
  return ((await answer.json()) as { events: { id: string }[] }).events.map(({ id }) => id);
};

describe('a gateway among real servers', () => {
  it('takes orders without a ledger, and says that it cannot tell of them', async () => {
    const conversationId = await placed(randomUUID());
    const answer = await fetch(`${gateway.url}/v1/conversations/${conversationId}`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  });

  it('tells of an order and its cancellation as the ledger sees them', async () => {
    ledger = await startServiceProcess({ main: LEDGER_MAIN, env });
    const [key, cancellation] = [randomUUID(), randomUUID()];
    const conversationId = await placed(key);
    const stream = await eventually(async () => {
      const answer = await fetch(`${gateway.url}/v1/conversations/${conversationId}/events`);
      expect(answer.status).toBe(200);
      return answer;
    });
    const ids = [requestId('default', key), requestId('default', cancellation)];
    // Topics have no order among each other: what is asked for before the order was seen may be seen first.
    await eventually(async () => expect(await timeline(conversationId)).toEqual(ids.slice(0, 1)));
    await post({ reason: 'changed my mind' }, cancellation, `/v1/orders/${conversationId}/cancellation`);
    await eventually(async () => expect(await timeline(conversationId)).toEqual(ids));
    let text = '';
    for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes('event: order.cancelled\n')) break;
    }
    expect(text).toMatch(/id: 1\nevent: transaction\.created\n[\s\S]*id: 2\nevent: order\.cancelled\n/);
  }, 60_000);

  it('refuses 5 MB over a real connection', async () => {
    const answer = await post({ ...ORDER, customerId: 'x'.repeat(5_000_000) }, randomUUID());
    expect(answer.status).toBe(413);
  });

  it('takes orders while Kafka is away; killed before it could publish, it does so once it is back', async () => {
    await stack.kill('kafka');
    const key = randomUUID();
    const conversationId = await placed(key);
    await gateway.kill('SIGKILL');
    await stack.start('kafka');
    gateway = await startServiceProcess({ main: GATEWAY_MAIN, env });
    await eventually(async () => expect(await timeline(conversationId)).toEqual([requestId('default', key)]), {
      timeoutMs: 30_000,
    });
    expect(await placed(key)).toBe(conversationId);
  }, 120_000);

  it('asks to try again while the database is away, and goes on when it is back', async () => {
    const key = randomUUID();
    await stack.kill('database');
    const answer = await post(ORDER, key);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await readiness()).toBe(503);
    await stack.start('database');
    await eventually(async () => expect((await post(ORDER, key)).status).toBe(202), { timeoutMs: 30_000 });
    const conversationId = await placed(key);
    await eventually(async () => expect(await timeline(conversationId)).toEqual([requestId('default', key)]), {
      timeoutMs: 30_000,
    });
    await eventually(async () => expect(await readiness()).toBe(200), { timeoutMs: 30_000 });
  }, 120_000);

  it('ends in order when it is told to, with clients that follow', async () => {
    const conversationId = await placed(randomUUID());
    const stream = await eventually(async () => {
      const answer = await fetch(`${gateway.url}/v1/conversations/${conversationId}/events`);
      expect(answer.status).toBe(200);
      return answer;
    });
    expect(await gateway.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    await stream.text();
  }, 60_000);
});
