import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import { draftFor, tellTicket } from './desk/ticket-rows.ts';
import { DRAFT } from './desk/tickets.fixture.ts';
import { gatewayUnderTest, operatorsFor, playedLedger, playedPublisher, TICKET, tokenOf, type GatewayUnderTest } from './gateway.fixture.ts'; // prettier-ignore

const ROLES = { ada: 'operator', bob: 'operator', lea: 'lead', vic: 'viewer' } as const;

let place: IsolatedStack;
let gateway: GatewayUnderTest;
const kafka = playedPublisher();
const ledger = playedLedger();
const operators = operatorsFor(ROLES);

beforeAll(async () => {
  place = await isolated('gateway-desk');
  gateway = await gatewayUnderTest({ url: place.databaseUrl, ledger, publisher: kafka.publisher, operators });
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await place.drop();
}, 60_000);

interface Sending {
  readonly as?: string;
  readonly body?: object;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly to?: GatewayUnderTest;
}

const send = (
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  { as, body, key = randomUUID(), headers = {}, to = gateway }: Sending = {},
) =>
  to.app.inject({
    method,
    url,
    headers: { ...(as !== undefined && { authorization: `Bearer ${as}` }), 'idempotency-key': key, ...headers },
    ...(body && { payload: body }),
  });

const opened = async (): Promise<{ conversationId: string; token: string }> => {
  const answer = await send('POST', '/v1/tickets', { body: TICKET });
  const { conversationId, links } = answer.json<{ conversationId: string; links: { chat: string } }>();
  return { conversationId, token: links.chat.replace('/chat#', '') };
};

type Name = keyof typeof ROLES;

const does = (name: Name, what: string, conversationId: string, sending: Sending = {}) =>
  send('POST', `/v1/desk/tickets/${conversationId}/${what}`, { as: tokenOf(name), ...sending });

const shown = async (conversationId: string) =>
  (await send('GET', `/v1/desk/tickets/${conversationId}`, { as: tokenOf('vic') })).json<Record<string, unknown>>();

const published = (conversationId: string) => kafka.published.filter(({ key }) => key === conversationId);

const topics = (conversationId: string) => published(conversationId).map(({ topic }) => topic);

describe('the desk', () => {
  it('gives a ticket to one of two who take it at once, and tells the other who has it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { conversationId } = await opened();
      const answers = await Promise.all([does('ada', 'take', conversationId), does('bob', 'take', conversationId)]);
      expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([202, 409]);
      const { takenBy } = await shown(conversationId);
      const refused = answers.find(({ statusCode }) => statusCode === 409);
      expect(refused?.json()).toMatchObject({ code: 'TICKET_TAKEN', takenBy });
      await eventually(() => expect(topics(conversationId)).toEqual(['ticket.opened', 'ticket.taken']));
    }
  });

  it('answers who sends the same again as before, and does nothing twice', async () => {
    const { conversationId } = await opened();
    const [key, other] = [randomUUID(), randomUUID()];
    const answers = [
      await does('ada', 'take', conversationId, { key }),
      await does('ada', 'take', conversationId, { key }),
    ];
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(202);
    // The key of somebody else's request.
    expect((await does('bob', 'take', conversationId, { key })).statusCode).toBe(422);
    const words = { body: { text: 'We look for it' }, key: other };
    await Promise.all([does('ada', 'reply', conversationId, words), does('ada', 'reply', conversationId, words)]);
    await eventually(() =>
      expect(topics(conversationId).toSorted()).toEqual(['message.sent', 'ticket.opened', 'ticket.taken']),
    );
  });

  it('keeps what an instance accepted that was killed before it could publish', async () => {
    const { conversationId } = await opened();
    await eventually(() => expect(topics(conversationId)).toEqual(['ticket.opened']));
    const killed = await gatewayUnderTest({ url: place.databaseUrl, ledger, operators });
    expect((await does('ada', 'take', conversationId, { to: killed })).statusCode).toBe(202);
    await killed.close();
    expect(await shown(conversationId)).toMatchObject({ takenBy: 'ada' });
    await eventually(() => expect(topics(conversationId)).toEqual(['ticket.opened', 'ticket.taken']), {
      timeoutMs: 15_000,
    });
  }, 30_000);

  it('takes a ticket from its opening to its end, and says who did what', async () => {
    const { conversationId, token } = await opened();
    const { db } = gateway.database;
    const key = { tenant: 'default', conversationId };
    await db.transaction().execute(async (tx) => {
      await tellTicket(tx, key, { level: 'critical', score: -0.9, urgency: 'HIGH', topic: 'lost-property' });
      await draftFor(tx, key, DRAFT);
    });
    const inbox = await send('GET', '/v1/desk/tickets', { as: tokenOf('vic') });
    expect(inbox.json<{ tickets: object[] }>().tickets[0]).toMatchObject({
      conversationId,
      level: 'critical',
      draft: DRAFT,
    });
    await does('ada', 'take', conversationId);
    await does('ada', 'reply', conversationId, { body: { text: 'We are sorry.', draft: DRAFT.id } });
    expect(await shown(conversationId)).toMatchObject({ waitingSince: null, dueAt: null });
    const chat = `/v1/chat/${conversationId}`;
    expect((await send('POST', `${chat}/messages`, { as: token, body: { text: 'Found!' } })).statusCode).toBe(202);
    expect(await shown(conversationId)).toMatchObject({ waitingSince: expect.any(String), dueAt: expect.any(String) });
    await does('ada', 'return', conversationId, { body: { reason: 'my shift ends' } });
    await does('lea', 'close', conversationId, { body: { note: 'found by itself' } });
    expect((await send('GET', chat, { as: token })).json()).toEqual({
      conversationId,
      subject: null,
      servedBy: null,
      closed: true,
    });
    expect((await send('POST', `${chat}/messages`, { as: token, body: { text: 'Bye' } })).json()).toMatchObject({
      status: 409,
      code: 'TICKET_CLOSED',
    });
    await eventually(() =>
      expect(topics(conversationId)).toEqual([
        'ticket.opened',
        'ticket.taken',
        'message.sent',
        'message.sent',
        'ticket.returned',
        'ticket.closed',
      ]),
    );
    const mine = await send('GET', '/v1/desk/tickets?inbox=mine', { as: tokenOf('ada') });
    expect(mine.body).not.toContain(conversationId);
    expect((await send('GET', '/v1/desk/tickets?inbox=closed', { as: tokenOf('ada') })).body).toContain(conversationId);
  });

  it('names every field of a body that does not fit', async () => {
    const { conversationId } = await opened();
    await does('ada', 'take', conversationId);
    const answer = await does('ada', 'reply', conversationId, { body: { text: '', more: 1 } });
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ field: 'text' }, { field: 'body' }] });
  });
});

describe('who asks', () => {
  it('is refused without a token, with another one, and in a role that does not do that', async () => {
    const { conversationId, token } = await opened();
    const path = `/v1/desk/tickets/${conversationId}/take`;
    for (const as of [undefined, 'guessed', token])
      for (const answer of [
        await send('POST', path, as === undefined ? {} : { as }),
        await send('GET', '/v1/desk/tickets', as === undefined ? {} : { as }),
      ])
        expect(answer.json()).toMatchObject({ status: 401, code: 'SIGN_IN_REQUIRED' });
    expect((await does('vic', 'take', conversationId)).json()).toMatchObject({ status: 403, code: 'ROLE_REFUSED' });
    expect(await shown(conversationId)).toMatchObject({ takenBy: null });
  });

  it('has a session after signing in at a page of this gateway, and nowhere else', async () => {
    const origin = { origin: 'http://localhost', host: 'localhost' };
    const evil = { origin: 'http://evil.example', host: 'localhost' };
    const body = { token: tokenOf('ada') };
    expect((await send('POST', '/v1/desk/session', { body, headers: evil })).json()).toMatchObject({
      code: 'ORIGIN_REFUSED',
    });
    expect((await send('POST', '/v1/desk/session', { body: { token: 'guessed' }, headers: origin })).statusCode).toBe(
      401,
    );
    const signedIn = await send('POST', '/v1/desk/session', { body, headers: origin });
    const set = String(signedIn.headers['set-cookie']);
    expect(set).toMatch(/^troupe_desk=\S+; Path=\/v1\/desk; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    const cookie = set.split(';')[0] ?? '';
    expect((await send('GET', '/v1/desk/session', { headers: { cookie } })).json()).toEqual({
      name: 'ada',
      role: 'operator',
    });
    const { conversationId } = await opened();
    const path = `/v1/desk/tickets/${conversationId}/take`;
    for (const headers of [{ cookie }, { cookie, ...evil }])
      expect((await send('POST', path, { headers })).json()).toMatchObject({ status: 403, code: 'ORIGIN_REFUSED' });
    expect((await send('POST', path, { headers: { cookie, ...origin } })).statusCode).toBe(202);
  });

  it('keeps no session when they are off the list, have another token, or another key signs', async () => {
    const origin = { origin: 'http://localhost', host: 'localhost' };
    const signedIn = await send('POST', '/v1/desk/session', { body: { token: tokenOf('ada') }, headers: origin });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    const others = [
      operatorsFor({ bob: 'operator' }),
      operators.map((each) => ({ ...each, tokenHash: 'f'.repeat(64) })),
    ];
    for (const list of others) {
      const other = await gatewayUnderTest({ url: place.databaseUrl, ledger, operators: list });
      expect((await send('GET', '/v1/desk/session', { headers: { cookie }, to: other })).statusCode).toBe(401);
      await other.close();
    }
    expect((await send('GET', '/v1/desk/session', { headers: { cookie: `${cookie}x` } })).statusCode).toBe(401);
  });

  it('reads and writes in their own conversation only, as a customer', async () => {
    const [mine, other] = [await opened(), await opened()];
    const chat = `/v1/chat/${other.conversationId}`;
    const messages = { as: mine.token, body: { text: 'Hello' } };
    for (const answer of [
      await send('GET', chat, { as: mine.token }),
      await send('POST', `${chat}/messages`, messages),
    ])
      expect(answer.json()).toMatchObject({ status: 403, code: 'CONVERSATION_REFUSED' });
    for (const as of [tokenOf('ada'), `${mine.token}x`, 'guessed'])
      expect((await send('GET', chat, { as })).json()).toMatchObject({ status: 401, code: 'CHAT_TOKEN_REQUIRED' });
    expect((await send('GET', `/v1/chat/${mine.conversationId}`, { as: mine.token })).statusCode).toBe(200);
    expect(topics(other.conversationId)).not.toContain('message.sent');
  });

  it('finds neither desk nor chat where nobody may work at one', async () => {
    const without = await gatewayUnderTest({ url: place.databaseUrl, ledger });
    expect((await send('GET', '/v1/desk/tickets', { as: tokenOf('ada'), to: without })).statusCode).toBe(404);
    const answer = await send('POST', '/v1/tickets', { body: TICKET, to: without });
    expect(answer.json<{ links: object }>().links).not.toHaveProperty('chat');
    await without.close();
  });
});
