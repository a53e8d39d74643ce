import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, receiveTraces, type ReceivedSpan, type TraceReceiver } from '@troupe/testing';
import { openCoordinatorPlace, type CoordinatorPlace } from './coordinator.fixture.ts';
import { placed, verified } from './orders.fixture.ts';

let at: CoordinatorPlace;
let receiver: TraceReceiver;

beforeAll(async () => {
  receiver = await receiveTraces();
  at = await openCoordinatorPlace('coordinator-trace');
}, 60_000);

afterAll(async () => {
  await at.close();
  await receiver.close();
}, 60_000);

const spanCalled = (name: string, traceId: string): Promise<ReceivedSpan> =>
  eventually(() => {
    const found = receiver.spans().filter((span) => span.name === name && span.traceId === traceId);
    expect(found).toHaveLength(1);
    return found[0]!;
  });

describe('a deadline that passes', () => {
  it('carries on the trace that its saga began with, and links what was answered in time', async () => {
    const [id, traceId] = [randomUUID(), randomUUID().replaceAll('-', '')];
    const spans = { placed: 'a'.repeat(16), verified: 'b'.repeat(16) };
    const within = (spanId: string) => ({
      conversationId: id,
      trace: { traceparent: `00-${traceId}-${spanId}-01`, tracestate: 'vendor=opaque' },
    });
    const coordinator = await at.start({ answerWithin: '500ms', env: receiver.env });
    await at.log.publish(placed, within(spans.placed));
    await at.log.publish(verified, within(spans.verified));
    await at.sends(id, 'order.rejected');
    const rejecting = await spanCalled('decide order.rejected', traceId);
    expect([rejecting.parentSpanId, ...rejecting.links].toSorted()).toEqual([spans.placed, spans.verified]);
    expect(rejecting.attributes).toMatchObject({ 'troupe.saga': 'order', 'troupe.saga.decision': 'rejected' });
    expect(at.concluded(id)[0]?.envelope).toMatchObject({
      traceparent: `00-${traceId}-${rejecting.spanId}-01`,
      tracestate: 'vendor=opaque',
    });
    expect((await spanCalled('process order.verified', traceId)).parentSpanId).toBe(spans.verified);
    await coordinator.stop();
  }, 60_000);
});
