import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@troupe/testing';
import {
  decisionAt,
  fakePublisher,
  fakeStore,
  PARTITION,
  relayOver,
  settled,
  type FakePublisher,
  type FakeStore,
} from './relay.fixture.ts';
import type { Relay } from './relay.ts';

const never = new AbortController().signal;

let store: FakeStore;
let publisher: FakePublisher;
let relay: Relay;
beforeEach(() => {
  store = fakeStore();
  publisher = fakePublisher();
  relay = relayOver(store, publisher);
});
afterEach(() => relay.close());

/** Puts decisions into the store and on their way. */
const deliver = (...positions: readonly number[]): Promise<void> => {
  const decisions = positions.map((position) => decisionAt(position));
  store.put(...decisions);
  return relay.deliver(decisions, never);
};

describe('deliver', () => {
  it('publishes the next of a conversation only after the one before is acknowledged', async () => {
    const delivered = deliver(1, 2, 3);
    await settled();
    expect(publisher.underWay()).toEqual(['1']);
    await publisher.acknowledge();
    expect(publisher.underWay()).toEqual(['2']);
    await publisher.acknowledge();
    await publisher.acknowledge();
    await delivered;
    expect(publisher.log).toEqual(['1', '2', '3']);
  });

  it('does not let one conversation wait for another', async () => {
    const decisions = [decisionAt(1, 'a'), decisionAt(2, 'b')];
    const delivered = relay.deliver(decisions, never);
    await settled();
    expect(publisher.underWay()).toEqual(['1', '2']);
    await publisher.acknowledge('2');
    await publisher.acknowledge('1');
    await delivered;
  });

  it('tries what failed again before anything later', async () => {
    const delivered = deliver(1, 2);
    await settled();
    for (let times = 0; times < 3; times += 1) {
      await publisher.fail();
      expect(publisher.underWay()).toEqual(['1']);
    }
    await publisher.acknowledge();
    await publisher.acknowledge();
    await delivered;
    expect(publisher.log).toEqual(['1', '2']);
  });

  it('publishes once what several wait for', async () => {
    const both = Promise.all([deliver(1), deliver(1)]);
    await settled();
    expect(publisher.underWay()).toEqual(['1']);
    await publisher.acknowledge();
    await both;
    await deliver(1);
    expect(publisher.log).toEqual(['1']);
  });

  it('has nothing to do for a decision without outputs, and for one that is delivered', async () => {
    await relay.deliver(
      [
        { ...decisionAt(1), outputs: [] },
        { ...decisionAt(2), delivered: true },
      ],
      never,
    );
    expect(publisher.underWay()).toEqual([]);
  });

  it('marks what was acknowledged, many at once', async () => {
    const decisions = Array.from({ length: 50 }, (_, index) => decisionAt(index, `c-${index}`));
    store.put(...decisions);
    const delivered = relay.deliver(decisions, never);
    await settled();
    for (let times = 0; times < 50; times += 1) await publisher.acknowledge();
    await delivered;
    await eventually(() => expect(store.rows.size).toBe(0));
    expect(store.statements).toBeLessThan(10);
  });

  it('marks again what could not be marked while the database was away', async () => {
    store.failure = new Error('no database');
    const delivered = deliver(1);
    await settled();
    await publisher.acknowledge();
    await delivered;
    await eventually(() => expect(store.statements).toBeGreaterThan(1));
    store.failure = undefined;
    await eventually(() => expect(store.rows.size).toBe(0));
  });
});

describe('abort', () => {
  it('rejects at once and leaves the decision in the store', async () => {
    const handOver = new AbortController();
    store.put(decisionAt(1));
    const delivered = relay.deliver([decisionAt(1)], handOver.signal);
    await settled();
    handOver.abort();
    await expect(delivered).rejects.toMatchObject({ code: 'TASK_ABORTED' });
    expect(store.rows.size).toBe(1);
  });

  it('ends the attempts that nobody waits for', async () => {
    const handOver = new AbortController();
    const delivered = relay.deliver([decisionAt(1)], handOver.signal);
    await settled();
    handOver.abort();
    await expect(delivered).rejects.toMatchObject({ code: 'TASK_ABORTED' });
    await publisher.fail();
    expect(publisher.underWay()).toEqual([]);
    expect(relay.pending()).toBe(0);
  });

  it('still publishes an abandoned decision before a later one of its conversation', async () => {
    const handOver = new AbortController();
    const first = relay.deliver([decisionAt(1)], handOver.signal);
    const second = relay.deliver([decisionAt(2)], never);
    await settled();
    handOver.abort();
    await expect(first).rejects.toMatchObject({ code: 'TASK_ABORTED' });
    await publisher.fail();
    expect(publisher.underWay()).toEqual(['1']);
    await publisher.acknowledge();
    await publisher.acknowledge();
    await second;
    expect(publisher.log).toEqual(['1', '2']);
  });

  it('refuses when it has been aborted already', async () => {
    await expect(relay.deliver([decisionAt(1)], AbortSignal.abort())).rejects.toMatchObject({ code: 'TASK_ABORTED' });
  });
});

describe('sweep', () => {
  it('delivers what an earlier process left behind, in order', async () => {
    store.put(decisionAt(3), decisionAt(1), decisionAt(2, 'other'));
    const swept = relay.sweep([PARTITION], never);
    await settled();
    expect(publisher.underWay()).toEqual(['1', '2']);
    for (let times = 0; times < 3; times += 1) await publisher.acknowledge();
    await swept;
    expect(publisher.log).toEqual(['1', '2', '3']);
  });

  it('goes on until a partition that held more than a page is empty', async () => {
    store.put(...Array.from({ length: 450 }, (_, index) => decisionAt(index, `c-${index}`)));
    const swept = relay.sweep([PARTITION], never);
    for (let times = 0; times < 450; times += 1) {
      if (publisher.underWay().length === 0) await eventually(() => expect(publisher.underWay()).not.toEqual([]));
      await publisher.acknowledge();
    }
    await swept;
    expect(new Set(publisher.log).size).toBe(450);
    await eventually(() => expect(store.rows.size).toBe(0));
  });

  it('joins what is on its way instead of publishing it twice', async () => {
    const delivered = deliver(1);
    await settled();
    const swept = relay.sweep([PARTITION], never);
    await settled();
    expect(publisher.underWay()).toEqual(['1']);
    await publisher.acknowledge();
    await Promise.all([delivered, swept]);
    expect(publisher.log).toEqual(['1']);
  });

  it('puts an older decision before one that is in line', async () => {
    const blocked = deliver(1, 3);
    store.put(decisionAt(2));
    const swept = relay.sweep([PARTITION], never);
    await settled();
    for (let times = 0; times < 3; times += 1) await publisher.acknowledge();
    await Promise.all([blocked, swept]);
    expect(publisher.log).toEqual(['1', '2', '3']);
  });

  it('leaves other partitions alone', async () => {
    store.put(decisionAt(1));
    await relay.sweep([PARTITION + 1], never);
    expect(publisher.underWay()).toEqual([]);
  });

  it('waits for a database that is away, until it is aborted', async () => {
    store.failure = new Error('no database');
    store.put(decisionAt(1));
    const swept = relay.sweep([PARTITION], never);
    const handOver = new AbortController();
    const abandoned = relay.sweep([PARTITION], handOver.signal);
    await settled();
    handOver.abort();
    await expect(abandoned).rejects.toMatchObject({ code: 'TASK_ABORTED' });
    store.failure = undefined;
    await eventually(() => expect(publisher.underWay()).toEqual(['1']));
    await publisher.acknowledge();
    await swept;
  });

  it('happens by itself for the partitions that are owned', async () => {
    store.put(decisionAt(1));
    const owner = relayOver(store, publisher, [PARTITION]);
    await eventually(() => expect(publisher.underWay()).toEqual(['1']));
    await publisher.acknowledge();
    await eventually(() => expect(store.rows.size).toBe(0));
    await owner.close();
  });
});

describe('close', () => {
  it('gives up what is on its way and marks what arrived', async () => {
    const arrived = deliver(1);
    await settled();
    await publisher.acknowledge();
    await arrived;
    const given = deliver(2);
    await settled();
    const rejected = expect(given).rejects.toMatchObject({ code: 'TASK_ABORTED' });
    await relay.close();
    await rejected;
    expect([...store.rows.keys()]).toEqual([2]);
    await expect(relay.deliver([decisionAt(3)], never)).rejects.toMatchObject({ code: 'TASK_ABORTED' });
  });
});
