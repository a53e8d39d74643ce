import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { mergeLines, type Quantity } from './order-lines.ts';
import { release } from './release.ts';
import { reserve } from './reserve.ts';
import { restock } from './restock.ts';
import { openWarehouse, type TestWarehouse } from './stock.fixture.ts';

let warehouse: TestWarehouse;

beforeAll(async () => {
  warehouse = await openWarehouse('stock');
});
afterAll(() => warehouse.close());

const ask = (conversationId: string, ...lines: readonly [sku: string, quantity: number][]) =>
  warehouse.commit((tx) =>
    reserve(tx, { conversationId, lines: mergeLines(lines.map(([sku, quantity]) => ({ sku, quantity }))) }),
  );
const undo = (conversationId: string) => warehouse.commit((tx) => release(tx, conversationId));

describe('reserve', () => {
  it('sets every line aside', async () => {
    await warehouse.layIn({ A: 5, B: 5 });
    expect(await ask('one', ['A', 5], ['B', 2])).toEqual({ state: 'held' });
    expect((await warehouse.reserved()).counted).toEqual({ A: 5, B: 2 });
  });

  it('sets nothing aside when one line is short, and says what is left', async () => {
    await warehouse.layIn({ A: 5, B: 5 });
    await ask('one', ['A', 3]);
    expect(await ask('two', ['B', 1], ['A', 3], ['unknown', 1])).toEqual({
      state: 'refused',
      short: [
        { sku: 'A', requested: 3, available: 2 },
        { sku: 'unknown', requested: 1, available: 0 },
      ],
    });
    expect((await warehouse.reserved()).counted).toEqual({ A: 3 });
  });

  it('answers a conversation once, also when it was refused', async () => {
    await warehouse.layIn({ A: 5 });
    await ask('held', ['A', 1]);
    await ask('refused', ['A', 9]);
    await warehouse.commit((tx) => restock(tx, [{ sku: 'A', onHand: 50 }]));
    expect([await ask('held', ['A', 1]), await ask('refused', ['A', 9])]).toEqual([
      { state: 'answered' },
      { state: 'answered' },
    ]);
    expect((await warehouse.reserved()).counted).toEqual({ A: 1 });
  });

  it('takes two statements for an order of 591 lines', async () => {
    const skus = Array.from({ length: 591 }, (_, index) => `sku-${index}`);
    await warehouse.layIn(Object.fromEntries(skus.map((sku) => [sku, 10])));
    let statements = 0;
    const counting = warehouse.db.withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    const lines = skus.map((sku) => ({ sku, quantity: 2 }));
    await counting.transaction().execute((tx) => reserve(tx, { conversationId: 'large', lines }));
    expect(statements).toBe(2);
    expect(await undo('large')).toHaveLength(591);
  });

  it('never oversells, however many orders share transactions on however many connections', async () => {
    await warehouse.layIn({ A: 40, B: 25, C: 60, D: 10 });
    const lines = fc.array(
      fc.record({ sku: fc.constantFrom('A', 'B', 'C', 'D'), quantity: fc.integer({ min: 1, max: 4 }) }),
      { minLength: 1, maxLength: 6 },
    );
    const batches = fc.sample(fc.array(lines, { minLength: 1, maxLength: 5 }), 60);
    const inOneTransaction = (batch: readonly (readonly Quantity[])[]) =>
      warehouse.commit(async (tx) => {
        for (const order of batch) await reserve(tx, { conversationId: randomUUID(), lines: mergeLines(order) });
      });
    await Promise.all(batches.map(inOneTransaction));
    const { counted, held } = await warehouse.reserved();
    expect(counted).toEqual(held);
    expect(Object.keys(counted).length).toBeGreaterThan(0);
    const stock = await warehouse.db.selectFrom('stock').selectAll().execute();
    for (const { on_hand, reserved } of stock) expect(reserved).toBeLessThanOrEqual(on_hand);
  });
});

describe('release', () => {
  it('frees what was held, once', async () => {
    await warehouse.layIn({ A: 5, B: 5 });
    await ask('one', ['B', 2], ['A', 3], ['A', 1]);
    expect(await undo('one')).toEqual([
      { sku: 'A', quantity: 4 },
      { sku: 'B', quantity: 2 },
    ]);
    expect(await undo('one')).toBeUndefined();
    expect((await warehouse.reserved()).counted).toEqual({});
  });

  it('answers that nothing was held when the order had been refused', async () => {
    await warehouse.layIn({ A: 5 });
    await ask('one', ['A', 6]);
    expect(await undo('one')).toEqual([]);
  });

  it('turns an order that comes after its undoing into nothing', async () => {
    await warehouse.layIn({ A: 5 });
    expect(await undo('one')).toEqual([]);
    expect(await ask('one', ['A', 1])).toEqual({ state: 'answered' });
    expect((await warehouse.reserved()).counted).toEqual({});
  });

  const steps = fc.array(fc.constantFrom('ask', 'undo'), { minLength: 1, maxLength: 6 });
  const take = (step: string, conversationId: string) =>
    step === 'ask' ? ask(conversationId, ['A', 3], ['B', 2]) : undo(conversationId);

  it('ends in the same stock and answers once, in every order and with duplicates', async () => {
    await warehouse.layIn({ A: 100, B: 100 });
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const conversation = randomUUID();
        const before = await warehouse.reserved();
        const answers: unknown[] = [];
        for (const step of sequence) answers.push(await take(step, conversation));
        const firstUndo = sequence.indexOf('undo');
        const heldAtUndo = sequence.indexOf('ask') < firstUndo && sequence.includes('ask');
        const lines = heldAtUndo ? [expect.objectContaining({ sku: 'A' }), expect.objectContaining({ sku: 'B' })] : [];
        expect(answers.filter(Array.isArray)).toEqual(firstUndo === -1 ? [] : [lines]);
        if (firstUndo === -1) await undo(conversation);
        expect(await warehouse.reserved()).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it('ends in the same stock and answers once, when all of it happens at once', async () => {
    await warehouse.layIn({ A: 1_000, B: 1_000 });
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const conversation = randomUUID();
        const answers: unknown[] = await Promise.all(sequence.map((step) => take(step, conversation)));
        expect(answers.filter(Array.isArray)).toHaveLength(sequence.includes('undo') ? 1 : 0);
        if (!sequence.includes('undo')) await undo(conversation);
        expect(await warehouse.reserved()).toEqual({ counted: {}, held: {} });
      }),
      { numRuns: 40 },
    );
  });
});

describe('restock', () => {
  it('never takes away what is set aside', async () => {
    await warehouse.layIn({ A: 5 });
    await ask('one', ['A', 4]);
    await warehouse.commit((tx) =>
      restock(tx, [
        { sku: 'A', onHand: 1 },
        { sku: 'B', onHand: 7 },
      ]),
    );
    const stock = await warehouse.db.selectFrom('stock').selectAll().orderBy('sku').execute();
    expect(stock).toEqual([
      { sku: 'A', on_hand: 4, reserved: 4 },
      { sku: 'B', on_hand: 7, reserved: 0 },
    ]);
  });
});
