import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { book } from './book.ts';
import { openCarriers, type TestCarriers } from './bookings.fixture.ts';
import { cancel } from './cancel.ts';
import type { ShippingOption } from './shipping-options.ts';

let carriers: TestCarriers;

beforeAll(async () => {
  carriers = await openCarriers('bookings');
});
afterAll(() => carriers.close());

const by = (carrier: string, shipsOn: number): ShippingOption => ({
  carrier,
  service: 'standard',
  rateMinor: 100,
  shipsOn,
  promisedOn: shipsOn + 1,
});
const van = by('van', 1);
const train = by('train', 1);
const later = by('van', 2);

const ask = (conversationId: string, ...options: readonly ShippingOption[]) =>
  carriers.commit((tx) => book(tx, { conversationId, options }));
const undo = (conversationId: string) => carriers.commit((tx) => cancel(tx, conversationId));

describe('book', () => {
  it('takes the first option that has room, and counts it', async () => {
    await carriers.open({ van: 1, train: 1 });
    const options = [van, train, later];
    const answers = [];
    for (const id of ['one', 'two', 'three', 'four']) answers.push(await ask(id, ...options));
    expect(answers).toEqual([
      { state: 'booked', option: van },
      { state: 'booked', option: train },
      { state: 'booked', option: later },
      { state: 'refused' },
    ]);
    expect((await carriers.booked()).counted).toEqual({ 'van 1': 1, 'train 1': 1, 'van 2': 1 });
  });

  it('keeps to the room of a single day where the table says so', async () => {
    await carriers.open({ van: 5 });
    await carriers.db.insertInto('capacity').values({ carrier: 'van', day: 1, capacity: 0, booked: 0 }).execute();
    expect(await ask('one', van, later)).toEqual({ state: 'booked', option: later });
  });

  it('answers a conversation once, also when it was refused', async () => {
    await carriers.open({ van: 1, train: 0 });
    await ask('booked', van);
    await ask('refused', train);
    expect([await ask('booked', later), await ask('refused', later)]).toEqual([
      { state: 'answered' },
      { state: 'answered' },
    ]);
    expect((await carriers.booked()).counted).toEqual({ 'van 1': 1 });
  });

  it('refuses when there is nothing to try', async () => {
    expect(await ask(randomUUID())).toEqual({ state: 'refused' });
  });

  it('never overbooks, however many orders share transactions on however many connections', async () => {
    await carriers.open({ van: 20, train: 30 });
    const options = fc.shuffledSubarray([van, train, later], { minLength: 1 });
    const batches = fc.sample(fc.array(options, { minLength: 1, maxLength: 5 }), 60);
    const inOneTransaction = (batch: readonly (readonly ShippingOption[])[]) =>
      carriers.commit(async (tx) => {
        for (const each of batch) await book(tx, { conversationId: randomUUID(), options: each });
      });
    await Promise.all(batches.map(inOneTransaction));
    const { counted, held } = await carriers.booked();
    expect(counted).toEqual(held);
    expect(counted).toEqual({ 'van 1': 20, 'van 2': 20, 'train 1': 30 });
  });
});

describe('cancel', () => {
  it('frees the room that was booked, once', async () => {
    await carriers.open({ van: 1 });
    await ask('one', van);
    expect([await undo('one'), await undo('one')]).toEqual([{ held: true }, undefined]);
    expect(await ask('two', van)).toEqual({ state: 'booked', option: van });
  });

  it('answers that nothing was held when the order had been refused or is not known yet', async () => {
    await carriers.open({ van: 0 });
    await ask('refused', van);
    expect([await undo('refused'), await undo('unknown')]).toEqual([{ held: false }, { held: false }]);
    expect(await ask('unknown', van)).toEqual({ state: 'answered' });
  });

  const steps = fc.array(fc.constantFrom('ask', 'undo'), { minLength: 1, maxLength: 6 });
  const take = (step: string, conversationId: string) =>
    step === 'ask' ? ask(conversationId, van) : undo(conversationId);
  const undone = (answers: readonly unknown[]) =>
    answers.filter((answer) => typeof answer === 'object' && answer !== null && 'held' in answer);

  it('ends in the same bookings and answers once, in every order and with duplicates', async () => {
    await carriers.open({ van: 100 });
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const conversation = randomUUID();
        const answers: unknown[] = [];
        for (const step of sequence) answers.push(await take(step, conversation));
        const firstUndo = sequence.indexOf('undo');
        const held = sequence.slice(0, Math.max(0, firstUndo)).includes('ask');
        expect(undone(answers)).toEqual(firstUndo === -1 ? [] : [{ held }]);
        if (firstUndo === -1) await undo(conversation);
        expect(await carriers.booked()).toEqual({ counted: {}, held: {} });
      }),
      { numRuns: 60 },
    );
  });

  it('ends in the same bookings and answers once, when all of it happens at once', async () => {
    await carriers.open({ van: 100 });
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const conversation = randomUUID();
        const answers = await Promise.all(sequence.map((step) => take(step, conversation)));
        expect(undone(answers)).toHaveLength(sequence.includes('undo') ? 1 : 0);
        if (!sequence.includes('undo')) await undo(conversation);
        expect(await carriers.booked()).toEqual({ counted: {}, held: {} });
      }),
      { numRuns: 40 },
    );
  });
});
