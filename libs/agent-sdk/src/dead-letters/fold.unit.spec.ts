import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DeadItem, OrderItem } from './dead-item.ts';
import { foldDeadLetters, noDeadLetters, type DeadLetters, type KeyedItem } from './fold.ts';

const KEY = 'conversation-1';

/** An item before it has a place. */
type Placeless = DeadItem extends infer Item
  ? Item extends DeadItem
    ? Omit<Item, 'offset' | 'appendedMs'>
    : never
  : never;

const logOf = (...items: readonly Placeless[]): readonly KeyedItem[] =>
  // Each item with a place is one of those that an item can be.
  items.map((item, at) => ({ key: KEY, item: { ...item, offset: BigInt(at), appendedMs: 1_000 + at } }));

const entry = (id: string, more: Partial<{ parked: boolean; inLine: boolean }> = {}): Placeless => ({
  kind: 'entry',
  id,
  code: more.parked === true ? 'PARKED' : 'TERMINAL',
  parked: false,
  inLine: true,
  ...more,
});
const parked = (id: string): Placeless => entry(id, { parked: true });
const order = (kind: OrderItem['kind'], target: OrderItem['target'] | string, marker = 'm'): Placeless => ({
  kind,
  target: typeof target === 'string' ? { entry: target } : target,
  by: { marker, actor: 'ann', reason: 'because' },
});
const settled = (id: string): Placeless => ({ kind: 'settled', entry: id });
const failed = (id: string, round: number): Placeless => ({ kind: 'failed', entry: id, round, code: 'TIMEOUT' });

const lineOf = ({ holds }: DeadLetters): readonly string[] => [...(holds.get(KEY)?.line.keys() ?? [])];
const dueOf = ({ holds }: DeadLetters): readonly string[] => [...(holds.get(KEY)?.due ?? [])];
const after = (...items: readonly Placeless[]): DeadLetters => foldDeadLetters(logOf(...items));
const dueOfFirst = ({ holds }: DeadLetters) => holds.get(KEY)?.line.values().next().value?.due;

describe('the fold of a log of dead letters', () => {
  it('holds what was given up until somebody releases it, and what is parked behind it until then', () => {
    expect(dueOf(after(entry('a'), parked('b')))).toEqual([]);
    const released = after(entry('a'), parked('b'), order('released', 'a'));
    expect([lineOf(released), dueOf(released)]).toEqual([['a', 'b'], ['a']]);
    expect(dueOf(after(entry('a'), parked('b'), order('released', 'a'), settled('a')))).toEqual(['b']);
    expect(after(entry('a'), order('released', 'a'), settled('a')).holds.size).toBe(0);
  });

  it('handles what was parked when its conversation was free already', () => {
    expect(dueOf(after(entry('a'), order('discarded', 'a'), parked('b')))).toEqual(['b']);
  });

  it('passes over what is discarded, and the next goes on', () => {
    const passed = after(entry('a'), parked('b'), order('discarded', 'a'));
    expect([lineOf(passed), dueOf(passed), [...passed.done]]).toEqual([['b'], ['b'], ['a']]);
  });

  it('releases out of turn only when the turn comes', () => {
    const early = [entry('a'), entry('b'), order('released', 'b', 'm1')];
    expect(dueOf(after(...early))).toEqual([]);
    expect(dueOf(after(...early, order('discarded', 'a', 'm2')))).toEqual(['b']);
  });

  it('keeps what failed again at the head, until it is released again', () => {
    const again = after(entry('a'), parked('b'), order('released', 'a', 'm1'), failed('a', 0));
    expect([lineOf(again), dueOf(again)]).toEqual([['a', 'b'], []]);
    const log = [entry('a'), order('released', 'a', 'm1'), failed('a', 0), order('released', 'a', 'm2')];
    expect(dueOfFirst(after(...log))).toMatchObject({ round: 1 });
  });

  it('holds with its own cause what failed after it was parked', () => {
    const log = [entry('a'), parked('b'), order('discarded', 'a'), failed('b', 0)];
    const { line } = after(...log).holds.get(KEY) ?? { line: new Map() };
    expect([...line.values()]).toMatchObject([{ id: 'b', code: 'TIMEOUT', parked: false }]);
    expect(dueOf(after(...log))).toEqual([]);
  });

  it('takes whatever order is first, and no other once it is being carried out', () => {
    const edited = after(entry('a'), order('edited', 'a', 'm1'), order('released', 'a', 'm2'));
    expect(dueOfFirst(edited)).toMatchObject({ edit: 1n, approval: { marker: 'm1' } });
    const original = after(entry('a'), order('released', 'a', 'm1'), order('edited', 'a', 'm2'));
    expect(dueOfFirst(original)).not.toHaveProperty('edit');
    expect(lineOf(after(entry('a'), order('released', 'a', 'm1'), order('discarded', 'a', 'm2')))).toEqual(['a']);
  });

  it('handles what was edited before its turn with the edit, and keeps the edit when that fails', () => {
    const log = [entry('a'), parked('b'), order('edited', 'b', 'm1'), order('discarded', 'a', 'm2')];
    expect(dueOfFirst(after(...log))).toMatchObject({ edit: 2n });
    const failing = [...log, failed('b', 0), order('released', 'b', 'm3')];
    expect(dueOfFirst(after(...failing))).toMatchObject({ edit: 2n, round: 1 });
  });

  it('takes an order about a conversation for what lay there, not for what comes later', () => {
    const log = [entry('a'), parked('b'), order('discarded', { upTo: 1n }), entry('c')];
    expect(lineOf(after(...log))).toEqual(['c']);
    expect(dueOf(after(entry('a'), order('released', { upTo: 0n }), settled('a'), entry('b')))).toEqual([]);
  });

  it('lets what belongs to no line hold up nobody', () => {
    const foreign = after(entry('bad', { inLine: false }));
    expect(lineOf(foreign)).toEqual([]);
    const both = after(entry('a'), entry('bad', { inLine: false }), order('released', 'bad'));
    expect([lineOf(both), dueOf(both)]).toEqual([['a'], ['bad']]);
    expect([...after(entry('bad', { inLine: false }), order('discarded', { upTo: 0n })).done]).toEqual(['bad']);
  });

  it('keeps conversations apart', () => {
    const [first, second] = logOf(entry('a'), parked('b'));
    const both = foldDeadLetters([first!, { ...second!, key: 'conversation-2' }]);
    expect([...both.holds.keys()]).toEqual([KEY, 'conversation-2']);
    expect(dueOf(both)).toEqual([]);
    expect([...(both.holds.get('conversation-2')?.due ?? [])]).toEqual(['b']);
  });
});

type Action =
  | { readonly do: 'arrive'; readonly fails: boolean }
  | { readonly do: 'order'; readonly kind: OrderItem['kind']; readonly at: number; readonly all: boolean }
  | { readonly do: 'handle'; readonly fails: boolean }
  | { readonly do: 'copy'; readonly at: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('arrive' as const), fails: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('order' as const),
      kind: fc.constantFrom('released' as const, 'discarded' as const, 'edited' as const),
      at: fc.nat(20),
      all: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('handle' as const), fails: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('copy' as const), at: fc.nat(40) }) },
);

/** One conversation, its agent, and those who give orders. */
const play = (actions: readonly Action[]) => {
  const log: { readonly keyed: KeyedItem; readonly copy: boolean }[] = [];
  const letters = noDeadLetters();
  const handled: string[] = [];
  let events = 0;

  const append = (item: Placeless, copy = false): void => {
    // As above.
    const placed = { ...item, offset: BigInt(log.length), appendedMs: 1_000 + log.length } as DeadItem;
    const keyed = { key: KEY, item: placed };
    log.push({ keyed, copy });
    foldDeadLetters([keyed], letters);
  };
  const arrive = (fails: boolean): void => {
    const id = `e${String((events += 1)).padStart(3, '0')}`;
    if (lineOf(letters).length > 0) append(parked(id));
    else if (fails) append(entry(id));
    else handled.push(id);
  };
  const handle = (fails: boolean): void => {
    const [id] = dueOf(letters);
    const round = letters.holds.get(KEY)?.line.get(id ?? '')?.due?.round;
    if (id === undefined || round === undefined) return;
    if (!fails) handled.push(id);
    append(fails ? failed(id, round) : settled(id));
  };
  const say = ({ kind, at, all }: Extract<Action, { do: 'order' }>): void => {
    const ids = log.flatMap(({ keyed: { item } }) => (item.kind === 'entry' ? [item.id] : []));
    const id = ids[at % ids.length];
    if (id === undefined) return;
    const whole = all && kind !== 'edited';
    append(order(kind, whole ? { upTo: BigInt(log.length - 1) } : id, `m${log.length}`));
  };

  const act = (next: Action): void => {
    if (next.do === 'arrive') arrive(next.fails);
    else if (next.do === 'handle') handle(next.fails);
    else if (next.do === 'order') say(next);
    else if (log.length > 0) append(log[next.at % log.length]!.keyed.item, true);
  };
  for (const next of actions) act(next);
  return { log, letters, handled, act, events: () => events };
};

const viewOf = ({ holds, done }: DeadLetters) => ({
  held: [...holds].map(([key, { line, aside, due }]) => [key, [...line.values()], [...aside.values()], [...due]]),
  done: [...done].sort(),
});

const runs = fc.array(action, { maxLength: 60 });

describe('the fold of a log of dead letters, whatever happens', () => {
  it('comes to the same without the copies, from the beginning, and when any part of it is read again', () => {
    fc.assert(
      fc.property(runs, fc.nat(60), (actions, from) => {
        const { log, letters } = play(actions);
        const items = log.map(({ keyed }) => keyed);
        const wanted = viewOf(letters);
        expect(viewOf(foldDeadLetters(items))).toEqual(wanted);
        expect(viewOf(foldDeadLetters(log.filter(({ copy }) => !copy).map(({ keyed }) => keyed)))).toEqual(wanted);
        expect(viewOf(foldDeadLetters(items.slice(from), foldDeadLetters(items)))).toEqual(wanted);
      }),
      { numRuns: 2_000 },
    );
  });

  it('hands out one entry of a line at a time, and it is the first', () => {
    fc.assert(
      fc.property(runs, (actions) => {
        const { letters } = play(actions);
        expect([lineOf(letters).slice(0, 1), []]).toContainEqual(dueOf(letters));
      }),
      { numRuns: 1_000 },
    );
  });

  it('lets every event be handled or discarded once, in the order in which they came', () => {
    fc.assert(
      fc.property(runs, (actions) => {
        const { letters, handled, act, events } = play(actions);
        while (lineOf(letters).length > 0) {
          act({ do: 'handle', fails: false });
          act({ do: 'order', kind: 'released', at: 0, all: true });
        }
        expect(handled).toEqual([...new Set(handled)].sort());
        const passedOver = [...letters.done].filter((id) => !handled.includes(id));
        expect(handled.length + passedOver.length).toBe(events());
        act({ do: 'arrive', fails: false });
        expect(handled).toHaveLength(events() - passedOver.length);
      }),
      { numRuns: 1_000 },
    );
  });
});
