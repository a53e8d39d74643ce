import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { patchKafkajs } from './kafkajs-patches.ts';

interface Sent {
  readonly order: number[];
  readonly refused: string[];
  readonly queue: RequestQueue;
  push(correlationId: number): void;
}

const queueOf = (maxInFlightRequests: number): Sent => {
  const order: number[] = [];
  const refused: string[] = [];
  const logger = { debug: () => undefined, warn: () => undefined };
  const queue = new RequestQueue({
    maxInFlightRequests,
    requestTimeout: 3_000,
    enforceRequestTimeout: true,
    clientId: 'spec',
    broker: 'b',
    logger,
  });
  const push = (correlationId: number): void =>
    queue.push({
      entry: { correlationId, resolve: () => undefined, reject: (error) => refused.push(error.message) },
      expectResponse: true,
      sendRequest: () => order.push(correlationId),
    });
  return { order, refused, queue, push };
};

const answer = (queue: RequestQueue, correlationId: number): void =>
  queue.fulfillRequest({ correlationId, payload: null, size: 0 });

describe('the request queue of a connection, patched', () => {
  beforeEach(() => {
    patchKafkajs();
    jest.useFakeTimers();
  });
  afterEach(() => void jest.useRealTimers());

  it('arms no timer while nothing waits, also after an answer', () => {
    const { queue, push } = queueOf(1);
    push(1);
    answer(queue, 1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends what the limit in flight held back as soon as an answer comes, in order and without a timer', () => {
    const { queue, order, push } = queueOf(1);
    for (const id of [1, 2, 3]) push(id);
    expect([order, jest.getTimerCount()]).toEqual([[1], 0]);
    answer(queue, 1);
    answer(queue, 2);
    answer(queue, 3);
    expect([order, jest.getTimerCount()]).toEqual([[1, 2, 3], 0]);
  });

  it('sends what was throttled when the broker wants it, by one timer', () => {
    const { queue, order, push } = queueOf(10);
    queue.maybeThrottle(500);
    push(1);
    push(2);
    expect([order, jest.getTimerCount()]).toEqual([[], 1]);
    jest.advanceTimersByTime(499);
    expect(order).toEqual([]);
    jest.advanceTimersByTime(2);
    expect([order, jest.getTimerCount()]).toEqual([[1, 2], 0]);
  });

  it('waits on when it was throttled again meanwhile', () => {
    const { queue, order, push } = queueOf(10);
    queue.maybeThrottle(100);
    push(1);
    queue.maybeThrottle(400);
    jest.advanceTimersByTime(200);
    expect(order).toEqual([]);
    jest.advanceTimersByTime(201);
    expect(order).toEqual([1]);
  });

  it('gives up a request without an answer, and goes on with the next', () => {
    const { queue, order, refused, push } = queueOf(1);
    queue.scheduleRequestTimeoutCheck();
    push(1);
    push(2);
    jest.advanceTimersByTime(3_000);
    expect(refused).toEqual([]);
    jest.advanceTimersByTime(1_000);
    expect(refused).toEqual([expect.stringContaining('timed out')]);
    expect(order).toEqual([1, 2]);
    queue.destroy();
    expect(jest.getTimerCount()).toBe(0);
  });
});
