import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { conversationIdOf } from '@troupe/contracts';
import { eventually } from '@troupe/testing';
import { openEdge, type Edge } from './edge.fixture.ts';
import { ORDER, TICKET } from './gateway.fixture.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openEdge('gateway-tickets', '/v1/tickets');
}, 60_000);
afterAll(() => edge.close(), 60_000);

describe('POST /v1/tickets', () => {
  it('keeps the ticket, answers where it goes on, and publishes it once however often it is sent', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => edge.post(TICKET, { key })));
    const conversationId = conversationIdOf('default', key);
    const conversation = `/v1/conversations/${conversationId}`;
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(202);
    expect(answers[0]?.json()).toEqual({
      conversationId,
      status: 'accepted',
      links: { conversation, events: `${conversation}/events` },
    });
    await eventually(() =>
      expect(edge.publishedUnder(key)).toMatchObject([
        { topic: 'ticket.opened', key: conversationId, headers: { ce_source: 'gateway', ce_tenant: 'default' } },
      ]),
    );
  });

  it('refuses the key of another request, and what does not fit by the name of its field', async () => {
    const key = randomUUID();
    await edge.post(TICKET, { key });
    expect((await edge.post({ ...TICKET, text: 'Another' }, { key })).statusCode).toBe(422);
    expect((await edge.post(ORDER, { key, url: '/v1/orders' })).statusCode).toBe(422);
    const refused = await edge.post({ ...TICKET, text: '' });
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({ errors: [{ field: 'text', message: 'must not be empty' }] });
  });

  it('begins a conversation that is settled when the ticket is told from others', async () => {
    const { conversationId } = (await edge.post(TICKET)).json<{ conversationId: string }>();
    edge.ledger.append(conversationId, 'ticket.opened', 'support.critical');
    const shown = await edge.gateway.app.inject(`/v1/conversations/${conversationId}`);
    expect(shown.json()).toMatchObject({ status: 'critical', resolvedAt: expect.any(String) });
  });
});
