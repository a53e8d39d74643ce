import { afterEach, describe, expect, it } from '@jest/globals';
import { createInMemoryMessaging, HEADERS } from '@troupe/messaging';
import { eventually } from '@troupe/testing';
import fc from 'fast-check';
import {
  agentThatFailsFor,
  answers,
  DEAD,
  deskOf,
  idOf,
  join,
  put,
  quiet,
  stopAll,
  warrant,
} from './custody.fixture.ts';
import { listDeadLetters } from './desk/list-dead-letters.ts';
import { discardDeadLetter, releaseDeadLetter } from './desk/orders.ts';

afterEach(stopAll);

describe('the custody of dead letters, over crashes', () => {
  it('keeps a conversation parked over a crash, before anything of it is handled', async () => {
    const messaging = createInMemoryMessaging();
    const failing = new Set(['poison']);
    const first = await join(messaging, agentThatFailsFor(failing));
    await put(messaging, 'c-1', 'poison', 'b');
    await eventually(() => expect(messaging.records(DEAD)).toHaveLength(2));
    messaging.crash(first);
    failing.clear();
    await put(messaging, 'c-1', 'c');
    await join(messaging, agentThatFailsFor(failing));
    await eventually(() => expect(messaging.records(DEAD)).toHaveLength(3));
    expect(await answers(messaging)).toEqual([]);
    await releaseDeadLetter(await deskOf(messaging), { id: idOf('poison'), ...warrant });
    await quiet(messaging, 3);
    expect(await answers(messaging)).toEqual(['poison', 'b', 'c']);
  });

  it('goes on after a crash with what was released while nobody ran', async () => {
    const messaging = createInMemoryMessaging();
    const first = await join(messaging, agentThatFailsFor(new Set(['poison'])));
    await put(messaging, 'c-1', 'poison', 'b');
    await eventually(() => expect(messaging.records(DEAD)).toHaveLength(2));
    messaging.crash(first);
    await releaseDeadLetter(await deskOf(messaging), { id: idOf('poison'), ...warrant });
    await join(messaging, agentThatFailsFor(new Set()));
    await quiet(messaging, 2);
    expect(await answers(messaging)).toEqual(['poison', 'b']);
  });

  it('handles every event once and in order, however often it crashes meanwhile', async () => {
    const scenario = fc.record({
      poisoned: fc.uniqueArray(fc.nat(7), { maxLength: 3 }),
      crashes: fc.uniqueArray(fc.nat(8), { maxLength: 4 }),
      discards: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ poisoned, crashes, discards }) => {
        const messaging = createInMemoryMessaging();
        const names = Array.from({ length: 8 }, (_, index) => `e${index}`);
        const failing = new Set(poisoned.map((index) => `e${index}`));
        let running = await join(messaging, agentThatFailsFor(failing));
        const maybeCrash = async (step: number): Promise<void> => {
          if (!crashes.includes(step)) return;
          messaging.crash(running);
          running = await join(messaging, agentThatFailsFor(failing));
        };
        for (const [step, name] of names.entries()) {
          await put(messaging, 'c-1', name);
          await maybeCrash(step);
        }
        const desk = await deskOf(messaging);
        const first = Math.min(...poisoned, names.length);
        // An agent without a store may also park what it had answered and not committed: its answer will be the same.
        const wanted = names.slice(first).map(idOf);
        const heldIds = async () => (await listDeadLetters(desk)).map(({ id }) => id);
        await eventually(async () => expect(await heldIds()).toEqual(expect.arrayContaining(wanted)));
        if (!discards) failing.clear();
        if (wanted.length > 0)
          await (discards ? discardDeadLetter : releaseDeadLetter)(desk, { conversation: 'c-1', ...warrant });
        await maybeCrash(8);
        await eventually(async () => expect(await listDeadLetters(desk)).toEqual([]));
        await eventually(async () =>
          expect([...new Set(await answers(messaging))]).toEqual(discards ? names.slice(0, first) : names),
        );
        const ids = messaging.records('order.verified').map(({ headers }) => headers[HEADERS.id]);
        expect(new Set(ids).size).toBe(discards ? first : names.length);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
