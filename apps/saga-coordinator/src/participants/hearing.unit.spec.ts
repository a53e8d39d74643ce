import { describe, expect, it } from '@jest/globals';
import { EVENT_TYPES, OrderVerified, TroupeError, type EventDefinition } from '@troupe/contracts';
import type { TopicDifference } from '@troupe/messaging';
import { pino } from 'pino';
import { createCatalogue } from '../engine/saga-catalogue.ts';
import { orderSaga } from '../sagas/order.saga.ts';
import { createHearing } from './hearing.ts';

const extra = EVENT_TYPES.find(({ type }) => type === 'budget.exhausted') ?? OrderVerified;
const missing: TopicDifference = { topic: extra.type, kind: 'missing', message: 'is missing', mendable: true };

/** A place in which a row is made when `row` is called. */
const place = () => {
  const catalogue = createCatalogue([orderSaga({ answerWithin: '30s' })]);
  const known: EventDefinition[] = [...catalogue.consumes];
  const subscribed: (readonly string[])[] = [];
  let differences: readonly TopicDifference[] = [];
  let nowMs = 1_000;
  const hearing = createHearing({
    participants: {
      look: () => Promise.resolve(nowMs),
      upTo: () => Promise.resolve([]),
      events: () => [],
      joinedTo: (each) => each,
    },
    catalogue: { ...catalogue, consumes: known },
    // Only handed on to `look`.
    db: undefined as never,
    codec: { warm: () => Promise.resolve() },
    topics: { diff: () => Promise.resolve(differences) },
    log: pino({ level: 'silent' }),
  });
  return {
    hearing,
    subscribed,
    row: () => void known.push(extra),
    topics: (next: readonly TopicDifference[]) => void (differences = next),
    at: (ms: number) => void (nowMs = ms),
    follow: () =>
      hearing.follow({
        resubscribe: (topics) => {
          subscribed.push(topics);
          return Promise.resolve();
        },
      }),
  };
};

describe('what a coordinator hears', () => {
  it('grows with its participants, and stays as it is without new ones', async () => {
    const { hearing, subscribed, row, follow } = place();
    const before = await hearing.begin();
    await follow();
    expect(subscribed).toEqual([]);
    row();
    await follow();
    await follow();
    expect(subscribed).toEqual([[...before, extra.type]]);
  });

  it('covers no deadline of a saga that could wait for what is not read yet', async () => {
    const { hearing, row, topics, at, follow } = place();
    await hearing.begin();
    expect([hearing.covers(1_000), hearing.covers(1_001)]).toEqual([true, false]);
    row();
    topics([missing]);
    at(2_000);
    await expect(follow()).rejects.toThrow(TroupeError);
    expect([hearing.covers(2_000), hearing.isComplete()]).toEqual([false, false]);
    topics([]);
    await follow();
    expect([hearing.covers(2_000), hearing.isComplete()]).toEqual([true, true]);
  });
});
