import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSignalListener, createSignalSender, type SignalListener, type SignalSender } from '@troupe/database';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import { WebSocket } from 'ws';
import { gatewayUnderTest, operatorsFor, playedLedger, playedPublisher, TICKET, tokenOf, type GatewayUnderTest } from './gateway.fixture.ts'; // prettier-ignore
import type { ServerFrame } from './live/frames.ts';

let place: IsolatedStack;
let gateway: GatewayUnderTest;
let server: Server;
let url: string;
let sender: SignalSender;
let listener: SignalListener;
const ledger = playedLedger();
const operators = operatorsFor({ ada: 'operator', bob: 'operator' });
const SLOW_MS = 500;

beforeAll(async () => {
  place = await isolated('gateway-live');
  const own = { url: place.databaseUrl, service: 'spec' };
  [sender, listener] = [createSignalSender(own), createSignalListener(own)];
  const live = { signals: { sender, listener }, slowMs: SLOW_MS };
  const { publisher } = playedPublisher();
  gateway = await gatewayUnderTest({ url: place.databaseUrl, ledger, publisher, operators, live });
  server = createServer((request, response) => gateway.app.routing(request, response));
  server.on('upgrade', (request, socket, head) => gateway.app.server.emit('upgrade', request, socket, head));
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

const opened = async () => {
  const headers = { 'idempotency-key': randomUUID() };
  const answer = await gateway.app.inject({ method: 'POST', url: '/v1/tickets', headers, payload: TICKET });
  const { conversationId, links } = answer.json<{ conversationId: string; links: { chat: string } }>();
  return { conversationId, token: links.chat.replace('/chat#', '') };
};

interface Connecting {
  readonly as?: string;
  readonly protocols?: readonly string[];
  readonly origin?: string;
}

/** Connects as a client would; resolves to the status where it is refused. */
const connect = async (path: string, { as, protocols = [], origin }: Connecting = {}) => {
  const headers = { ...(as !== undefined && { authorization: `Bearer ${as}` }), ...(origin && { origin }) };
  const socket = new WebSocket(new URL(path, url.replace('http', 'ws')), [...protocols], { headers });
  const frames: ServerFrame[] = [];
  const closed: { code?: number; reason?: string } = {};
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as ServerFrame));
  socket.on('close', (code, reason) => Object.assign(closed, { code, reason: reason.toString() }));
  socket.on('error', () => undefined);
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
  });
  return {
    ...{ socket, frames, closed, status },
    say: (frame: object | string) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    events: () => frames.flatMap((frame) => (frame.type === 'event' ? [frame.event.position] : [])),
  };
};

const DESK = '/v1/desk/live';
const asAda = { as: tokenOf('ada') };

describe('an operator who is connected', () => {
  it('sees a conversation from where they are, each event once, also after they were cut off', async () => {
    const { conversationId } = await opened();
    ledger.append(conversationId, 'ticket.opened', 'support.critical');
    const first = await connect(DESK, asAda);
    first.say({ type: 'follow', conversationId, after: 0 });
    await eventually(() => expect(first.events()).toEqual([1, 2]));
    first.socket.terminate();
    ledger.append(conversationId, ...Array<string>(150).fill('message.sent'));
    const second = await connect(DESK, asAda);
    second.say({ type: 'follow', conversationId, after: 2 });
    await eventually(() => expect(second.events()).toEqual(Array.from({ length: 150 }, (_, at) => at + 3)));
    second.socket.close();
    await eventually(() => expect(ledger.watched()).toBe(0));
  });

  it('hears that the desk changed, whoever changed it', async () => {
    const { conversationId } = await opened();
    const { frames, socket } = await connect(DESK, asAda);
    const headers = { authorization: `Bearer ${tokenOf('bob')}` };
    let turn = 0;
    await eventually(async () => {
      // What listens to the database takes a moment to be there.
      const path = `/v1/desk/tickets/${conversationId}/${turn % 2 === 0 ? 'take' : 'return'}`;
      turn += 1;
      const sent = { method: 'POST', url: path, headers: { ...headers, 'idempotency-key': randomUUID() } } as const;
      expect((await gateway.app.inject(sent)).statusCode).toBe(202);
      expect(frames).toContainEqual({ type: 'desk' });
    });
    socket.close();
  });

  it('hears who types and who is there, but not of themselves', async () => {
    const { conversationId, token } = await opened();
    const operator = await connect(DESK, asAda);
    operator.say({ type: 'follow', conversationId, after: 0 });
    const customer = await connect(`/v1/chat/${conversationId}/live`, { protocols: ['troupe.chat', token] });
    customer.say({ type: 'follow', conversationId, after: 0 });
    await eventually(
      () => {
        customer.say({ type: 'typing' });
        expect(operator.frames).toContainEqual({
          type: 'typing',
          conversationId,
          doing: { who: 'customer', side: 'customer', now: true },
        });
      },
      { intervalMs: 500 },
    );
    expect(customer.frames.filter(({ type }) => type === 'typing')).toEqual([]);
    customer.socket.close();
    await eventually(() =>
      expect(operator.frames).toContainEqual({
        type: 'presence',
        conversationId,
        doing: { who: 'customer', side: 'customer', now: false },
      }),
    );
    operator.socket.close();
  });

  it('follows no conversation that is no ticket', async () => {
    const { frames, say, socket } = await connect(DESK, asAda);
    say({ type: 'follow', conversationId: randomUUID(), after: 0 });
    await eventually(() => expect(frames).toContainEqual({ type: 'refused', code: 'CONVERSATION_REFUSED' }));
    socket.close();
  });
});

describe('a customer who is connected', () => {
  it('sees what is said to them, and nothing that agents and colleagues say', async () => {
    const { conversationId, token } = await opened();
    ledger.append(conversationId, 'ticket.opened', 'support.critical', [
      'ticket.returned',
      { by: 'ada', reason: 'rude' },
    ]);
    const { frames, say, socket, events } = await connect(`/v1/chat/${conversationId}/live`, { protocols: ['troupe.chat', token] }); // prettier-ignore
    say({ type: 'follow', conversationId, after: 0 });
    await eventually(() => expect(events()).toEqual([1, 3]));
    expect(JSON.stringify(frames)).not.toContain('rude');
    socket.close();
  });

  it('reaches no other conversation', async () => {
    const [mine, other] = [await opened(), await opened()];
    ledger.append(other.conversationId, 'ticket.opened');
    const protocols = ['troupe.chat', mine.token];
    expect((await connect(`/v1/chat/${other.conversationId}/live`, { protocols })).status).toBe(403);
    expect((await connect(`/v1/chat/${mine.conversationId}/live`)).status).toBe(401);
    const own = await connect(`/v1/chat/${mine.conversationId}/live`, { protocols });
    own.say({ type: 'follow', conversationId: other.conversationId, after: 0 });
    await eventually(() => expect(own.frames).toEqual([{ type: 'refused', code: 'CONVERSATION_REFUSED' }]));
    own.socket.close();
  });
});

describe('a connection', () => {
  it('is refused without a token, and from the page of another origin', async () => {
    expect((await connect(DESK)).status).toBe(401);
    expect((await connect(DESK, { ...asAda, origin: 'https://evil.example' })).status).toBe(403);
    const { socket, status } = await connect(DESK, { ...asAda, origin: url });
    expect(status).toBe(101);
    socket.close();
  });

  it.each([
    ['a frame that cannot be read', ['{"type":"shout"}'], 4400],
    ['a frame that is no JSON', ['hello'], 4400],
    ['a frame that is too large', [JSON.stringify({ type: 'typing', more: 'x'.repeat(2_000) })], 1009],
    ['too many frames', Array.from({ length: 60 }, () => '{"type":"unfollow"}'), 4429],
  ])('ends after %s', async (_what, frames, code) => {
    const connection = await connect(DESK, asAda);
    for (const frame of frames) connection.say(frame);
    await eventually(() => expect(connection.closed.code).toBe(code));
  });

  it('of a client that takes nothing is ended, and it resumes where it was', async () => {
    const { conversationId } = await opened();
    const large = { author: 'CUSTOMER', by: 'c', text: 'x'.repeat(1_000_000) };
    const slow = await connect(DESK, asAda);
    slow.say({ type: 'follow', conversationId, after: 0 });
    await eventually(() => expect(ledger.watched()).toBe(1));
    slow.socket.pause();
    const sent = Array.from({ length: 30 }, () => ['message.sent', large] as const);
    ledger.append(conversationId, ...sent);
    await eventually(() => expect(ledger.watched()).toBe(0), { timeoutMs: 20_000 });
    slow.socket.resume();
    await eventually(() => expect(slow.closed).toEqual({ code: 4408, reason: expect.stringContaining('too slow') }), {
      timeoutMs: 20_000,
    });
    const after = slow.events().length;
    expect(slow.events()).toEqual(Array.from({ length: after }, (_, at) => at + 1));
    const next = await connect(DESK, asAda);
    next.say({ type: 'follow', conversationId, after });
    await eventually(
      () => expect(next.events()).toEqual(Array.from({ length: 30 - after }, (_, at) => after + at + 1)),
      { timeoutMs: 20_000 },
    );
    next.socket.close();
  }, 60_000);

  it('ends when the instance does, and says so', async () => {
    const other = await gatewayUnderTest({ url: place.databaseUrl, ledger, operators });
    const otherServer = createServer();
    otherServer.on('upgrade', (request, socket, head) => other.app.server.emit('upgrade', request, socket, head));
    await new Promise<void>((resolve) => otherServer.listen(0, '127.0.0.1', resolve));
    const { port } = otherServer.address() as AddressInfo;
    const { closed } = await connect(`ws://127.0.0.1:${port}${DESK}`, asAda);
    await other.close();
    await eventually(() => expect(closed.code).toBe(1001));
    otherServer.close();
  });
});
