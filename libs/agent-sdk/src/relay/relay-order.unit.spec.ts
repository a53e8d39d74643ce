import { describe, expect, it } from '@jest/globals';
import fc, { type Scheduler } from 'fast-check';
import type { StoredDecision } from '../store/decision.ts';
import { decisionAt, PARTITION, relayOver, type FakePublisher } from './relay.fixture.ts';

const INPUTS = [0, 1, 2, 3];
const CONVERSATIONS = ['a', 'b'];

/** Kafka and Postgres, shared by processes whose every step waits for the scheduler. */
interface World {
  /** What was appended to the log, as `conversation:input:who decided`. */
  readonly log: string[];
  readonly scheduler: Scheduler;
  /** One after the other, whether a publication fails: before it was appended, after, or not at all. */
  readonly fates: readonly ('lost' | 'unacknowledged' | 'fine')[];
  readonly decided: Map<string, StoredDecision>;
  readonly undelivered: Map<number, StoredDecision>;
}

const worldOf = (scheduler: Scheduler, fates: World['fates']): World => ({
  log: [],
  scheduler,
  fates,
  decided: new Map(),
  undelivered: new Map(),
});

const publisherIn = (world: World): Pick<FakePublisher, 'publish'> => {
  let publications = 0;
  return {
    publish: async (records) => {
      await world.scheduler.schedule(Promise.resolve(), 'append');
      const fate = world.fates[publications % Math.max(1, world.fates.length)] ?? 'fine';
      publications += 1;
      // After a few failures everything works: what is examined is the order, not patience.
      const fails = publications < 10;
      if (fate === 'lost' && fails) throw new Error('no broker');
      world.log.push(...records.map(({ topic }) => topic));
      await world.scheduler.schedule(Promise.resolve(), 'acknowledge');
      if (fate === 'unacknowledged' && fails) throw new Error('no answer');
    },
  };
};

const storeIn = (world: World): Parameters<typeof relayOver>[0] => ({
  undelivered: async (_, __, isKnown) => {
    await world.scheduler.schedule(Promise.resolve(), 'ask');
    const decisions = [...world.undelivered.values()].filter(({ position }) => !isKnown(position));
    await world.scheduler.schedule(Promise.resolve(), 'answer');
    return { decisions, more: false };
  },
  markDelivered: async (decisions) => {
    await world.scheduler.schedule(Promise.resolve(), 'mark');
    decisions.forEach(({ position }) => world.undelivered.delete(position));
  },
});

/** Insert-if-absent: whoever comes second gets what the first has decided. */
const decide = async (world: World, conversation: string, input: number, who: string): Promise<StoredDecision> => {
  await world.scheduler.schedule(Promise.resolve(), 'decide');
  const key = `${conversation}:${input}`;
  const present = world.decided.get(key);
  if (present !== undefined) return { ...present, delivered: !world.undelivered.has(present.position) };
  const blank = decisionAt(world.decided.size, conversation);
  const decision = { ...blank, outputs: blank.outputs.map((output) => ({ ...output, topic: `${key}:${who}` })) };
  world.decided.set(key, decision);
  world.undelivered.set(decision.position, decision);
  return decision;
};

/**
 * An instance that was just given the partition: it sweeps, then handles every conversation from its first input, and
 * decides the next while the one before is on its way. It dies after so many decisions.
 */
const instance = async (world: World, who: string, diesAfter = Number.POSITIVE_INFINITY): Promise<void> => {
  const life = new AbortController();
  const relay = relayOver(storeIn(world), publisherIn(world));
  let handled = 0;
  const follow = async (conversation: string): Promise<void> => {
    const deliveries: Promise<void>[] = [];
    for (const input of INPUTS) {
      const decision = await decide(world, conversation, input, who);
      handled += 1;
      if (handled > diesAfter) life.abort();
      const delivery = relay.deliver([decision], life.signal);
      // Heard below, when all have been decided.
      delivery.catch(() => undefined);
      deliveries.push(delivery);
    }
    await Promise.all(deliveries);
  };
  try {
    await relay.sweep([PARTITION], life.signal);
    await Promise.all(CONVERSATIONS.map(follow));
  } catch (error) {
    if (!life.signal.aborted) throw error;
  } finally {
    await relay.close();
  }
};

const firstCopies = (log: readonly string[], conversation: string): readonly string[] => [
  ...new Set(log.filter((entry) => entry.startsWith(`${conversation}:`))),
];

describe('several relays over one store', () => {
  it('append the first copies of a conversation in the order of its decisions, and never two alternatives', async () => {
    const fate = fc.constantFrom<World['fates'][number]>('lost', 'unacknowledged', 'fine');
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(fate, { maxLength: 8 }), fc.nat(9), async (scheduler, fates, dies) => {
        const world = worldOf(scheduler, fates);
        // A zombie that is cut off somewhere, and its successor, which began before the zombie knew.
        const zombie = instance(world, 'zombie', dies);
        const successor = instance(world, 'successor');
        await scheduler.waitFor(Promise.all([zombie, successor]));
        for (const conversation of CONVERSATIONS) {
          const copies = firstCopies(world.log, conversation);
          expect(copies.map((copy) => copy.split(':')[1])).toEqual(INPUTS.map(String));
        }
      }),
      { numRuns: 200 },
    );
  });
});
