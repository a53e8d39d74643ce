import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createSignalListener,
  createSignalSender,
  type Signal,
  type SignalListener,
  type SignalSender,
} from '@troupe/database';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import { gatewayUnderTest, playedLedger, type GatewayUnderTest } from './gateway.fixture.ts';

let place: IsolatedStack;
let gateway: GatewayUnderTest;
let server: Server;
let url: string;
let sender: SignalSender;
let listener: SignalListener;
const ledger = playedLedger();

beforeAll(async () => {
  place = await isolated('gateway-signals');
  sender = createSignalSender({ url: place.databaseUrl, service: 'spec' });
  listener = createSignalListener({ url: place.databaseUrl, service: 'spec' });
  gateway = await gatewayUnderTest({ url: place.databaseUrl, ledger, signals: listener });
  server = createServer((request, response) => gateway.app.routing(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);

afterAll(async () => {
  await gateway.close();
  server.closeAllConnections();
  server.close();
  await sender.close();
  await listener.close();
  await place.drop();
}, 60_000);

/** Emits until somebody has heard: a connection that listens takes a moment to be there. */
const untilHeard = async (emit: () => void, heard: () => boolean): Promise<void> =>
  eventually(() => {
    if (!heard()) emit();
    expect(heard()).toBe(true);
  });

describe('signals', () => {
  it('reach a client that follows the conversation, beside its events and without an id', async () => {
    const conversationId = randomUUID();
    ledger.append(conversationId, 'transaction.created');
    const leave = new AbortController();
    const answer = await fetch(`${url}/v1/conversations/${conversationId}/events`, { signal: leave.signal });
    const seen = { text: '' };
    const reading = (async () => {
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) seen.text += chunk;
    })().catch(() => undefined);
    const frame = `\n\nevent: signal\ndata: ${JSON.stringify({ kind: 'typing', data: { who: 'support' } })}\n\n`;
    await untilHeard(
      () => sender.emit(conversationId, 'typing', { who: 'support' }),
      () => seen.text.includes(frame),
    );
    sender.emit(randomUUID(), 'typing', { who: 'somebody else' });
    ledger.append(conversationId, 'order.verified');
    await eventually(() => expect(seen.text).toContain('id: 2\nevent: order.verified'));
    expect([...seen.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id)).toEqual(['1', '2']);
    expect(seen.text).not.toContain('somebody else');
    leave.abort();
    await reading;
  }, 30_000);

  it('of a stream of tokens come in order, many in one notification', async () => {
    const conversationId = randomUUID();
    const heard: Signal[] = [];
    const done = new AbortController();
    listener.listen(conversationId, (signal) => heard.push(signal), done);
    await untilHeard(
      () => sender.emit(conversationId, 'ready', 0),
      () => heard.length > 0,
    );
    const tokens = Array.from({ length: 2_000 }, (_, index) => `token ${index}`);
    for (const token of tokens) expect(sender.emit(conversationId, 'answer-text', token)).toBe(true);
    await eventually(() => {
      const texts = heard.filter(({ kind }) => kind === 'answer-text').map(({ data }) => data);
      expect(texts).toEqual(tokens);
    });
    done.abort();
  }, 30_000);

  it('that are too large, or that nobody takes, are lost and hurt nobody', async () => {
    expect(sender.emit(randomUUID(), 'page', 'x'.repeat(8_000))).toBe(false);
    const away = createSignalSender({ url: 'postgres://nobody@127.0.0.1:1/none', service: 'spec' });
    const taken = Array.from({ length: 10_001 }, () => away.emit('c', 'typing', true));
    expect(taken.filter((each) => !each)).toHaveLength(1);
    await away.close();
    expect(away.emit('c', 'typing', true)).toBe(false);
  });
});
