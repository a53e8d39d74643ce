import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { conversationIdOf } from '@troupe/contracts';
import { eventually } from '@troupe/testing';
import { openEdge, type Edge } from './edge.fixture.ts';
import { FEATURE, gatewayUnderTest, ORDER } from './gateway.fixture.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openEdge('gateway-features', '/v1/features');
}, 60_000);
afterAll(() => edge.close(), 60_000);

const post: Edge['post'] = (body, sending) => edge.post(body, sending);
const publishedUnder: Edge['publishedUnder'] = (key) => edge.publishedUnder(key);

const asked = async (to = edge.gateway, key = randomUUID()): Promise<string> =>
  (await post(FEATURE, { key, to })).json<{ conversationId: string }>().conversationId;

const answer = (conversationId: string, body: unknown, key = randomUUID()) =>
  post(body, { key, url: `/v1/features/${conversationId}/answers` });

const ANSWERS = { answers: [{ question: 'q-1', answer: 'number' }], answeredBy: 'ada' };

describe('POST /v1/features', () => {
  it('keeps the request, answers where it goes on, and publishes it', async () => {
    const key = randomUUID();
    const accepted = await post(FEATURE, { key });
    const conversationId = conversationIdOf('default', key);
    expect(accepted.statusCode).toBe(202);
    expect(accepted.json()).toEqual({
      conversationId,
      status: 'accepted',
      links: {
        conversation: `/v1/conversations/${conversationId}`,
        events: `/v1/conversations/${conversationId}/events`,
        answers: `/v1/features/${conversationId}/answers`,
      },
    });
    await eventually(() =>
      expect(publishedUnder(key)).toMatchObject([
        { topic: 'feature.requested', key: conversationId, headers: { ce_source: 'gateway', ce_lamport: '0' } },
      ]),
    );
    const conversation = await edge.gateway.app.inject(`/v1/conversations/${conversationId}`);
    expect(conversation.json()).toMatchObject({ status: 'accepted', events: [] });
  });

  it('answers the same key and body byte for byte the same, also at once, and publishes one event', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(FEATURE, { key })));
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    await eventually(() => expect(publishedUnder(key)).toHaveLength(1));
    expect((await post({ ...FEATURE, title: 'Another' }, { key })).statusCode).toBe(422);
    expect((await post(ORDER, { key, url: '/v1/orders' })).statusCode).toBe(422);
  });

  it('names what does not fit, and keeps nothing of it', async () => {
    const key = randomUUID();
    const refused = await post({ ...FEATURE, workspace: 'My Shop', prose: 'or so' }, { key });
    expect(refused.json()).toMatchObject({ status: 400, errors: [{ field: 'workspace' }, { field: 'prose' }] });
    expect((await post(FEATURE, { key })).statusCode).toBe(202);
  });

  it('refuses new features while too many are not in Kafka', async () => {
    const full = await gatewayUnderTest({ url: edge.place.databaseUrl, ledger: edge.ledger, most: { requests: 0 } });
    const refused = await post(FEATURE, { to: full });
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '2']);
    await full.close();
  });
});

describe('POST /v1/features/:conversationId/answers', () => {
  it('publishes spec.answered in the conversation of the feature, once', async () => {
    const conversationId = await asked();
    const key = randomUUID();
    const answers = [await answer(conversationId, ANSWERS, key), await answer(conversationId, ANSWERS, key)];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202]);
    expect(answers[1]!.body).toBe(answers[0]!.body);
    await eventually(() =>
      expect(publishedUnder(key)).toMatchObject([{ topic: 'spec.answered', key: conversationId }]),
    );
    expect((await answer(conversationId, { feature: 'Feature: x' }, key)).statusCode).toBe(422);
  });

  it('takes as many answers as there are, each under its key', async () => {
    const conversationId = await asked();
    for (const body of [ANSWERS, ANSWERS, { feature: 'Feature: again' }])
      expect((await answer(conversationId, body)).statusCode).toBe(202);
    await eventually(() =>
      expect(edge.topicsOf(conversationId)).toEqual([
        'feature.requested',
        'spec.answered',
        'spec.answered',
        'spec.answered',
      ]),
    );
  });

  it('publishes the wish for a review in the same way', async () => {
    const conversationId = await asked();
    const url = `/v1/features/${conversationId}/review`;
    expect((await post({ requestedBy: '' }, { key: randomUUID(), url })).statusCode).toBe(400);
    expect((await post({ requestedBy: 'ada' }, { key: randomUUID(), url })).statusCode).toBe(202);
    await eventually(() => expect(edge.topicsOf(conversationId)).toEqual(['feature.requested', 'review.requested']));
  });

  it('knows no conversation that no feature began', async () => {
    expect((await answer(randomUUID(), ANSWERS)).statusCode).toBe(404);
    const order = (await post(ORDER, { url: '/v1/orders' })).json<{ conversationId: string }>();
    expect((await answer(order.conversationId, ANSWERS)).statusCode).toBe(404);
    const cancelled = await post({}, { url: `/v1/orders/${await asked()}/cancellation` });
    expect(cancelled.statusCode).toBe(404);
  });

  it('names what does not fit', async () => {
    expect((await answer(await asked(), {})).json()).toMatchObject({ status: 400, errors: [{ field: 'answers' }] });
  });

  it('publishes the feature first, though whoever accepted it died before that', async () => {
    const dead = await gatewayUnderTest({ url: edge.place.databaseUrl, ledger: edge.ledger });
    const conversationId = await asked(dead);
    await dead.close();
    await answer(conversationId, ANSWERS);
    await eventually(() => expect(edge.topicsOf(conversationId)).toEqual(['feature.requested', 'spec.answered']));
  });
});
