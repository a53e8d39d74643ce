import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCompleted, encodeCompleted } from './commit-metadata.ts';
import { createWatermark, type Taken, type Watermark } from './watermark.ts';

const START = 1_000;

/** Offsets that exist (some are missing), and those of them that were dealt with before the crash, in that order. */
const histories = fc
  .uniqueArray(fc.integer({ min: START, max: START + 60 }), { minLength: 1, maxLength: 50 })
  .map((offsets) => offsets.sort((a, b) => a - b))
  .chain((offsets) => fc.tuple(fc.constant(offsets), fc.shuffledSubarray(offsets), fc.nat(offsets.length)));

const takeAll = (watermark: Watermark, offsets: readonly number[]): Map<number, Taken> => {
  const taken = new Map<number, Taken>();
  for (const offset of offsets) {
    const token = watermark.take(offset);
    if (token !== undefined) taken.set(offset, token);
  }
  watermark.pass((offsets.at(-1) ?? START - 1) + 1);
  return taken;
};

const restart = (watermark: Watermark): Watermark =>
  createWatermark(watermark.low, decodeCompleted(watermark.low, encodeCompleted(watermark.low, watermark.completed())));

describe('a watermark', () => {
  it('stands at the first offset that is not dealt with, whatever the order, and a restart redoes exactly the rest', () => {
    fc.assert(
      fc.property(histories, ([offsets, done]) => {
        const watermark = createWatermark(START);
        const taken = takeAll(watermark, offsets);
        for (const offset of done) watermark.done(taken.get(offset) ?? { offset });
        const open = offsets.filter((offset) => !done.includes(offset));
        const end = (offsets.at(-1) ?? 0) + 1;
        expect(watermark.low).toBe(open[0] ?? end);
        expect(watermark.gap).toBe(end - watermark.low);
        const again = restart(watermark);
        expect([
          ...takeAll(
            again,
            offsets.filter((offset) => offset >= watermark.low),
          ).keys(),
        ]).toEqual(open);
      }),
    );
  });

  it('keeps what was completed before a restart through the next one, though it was not read again', () => {
    fc.assert(
      fc.property(histories, ([offsets, done, read]) => {
        const first = createWatermark(START);
        const taken = takeAll(first, offsets);
        for (const offset of done) first.done(taken.get(offset) ?? { offset });
        const second = restart(first);
        takeAll(second, offsets.filter((offset) => offset >= second.low).slice(0, read));
        const third = restart(second);
        const open = offsets.filter((offset) => !done.includes(offset));
        expect([
          ...takeAll(
            third,
            offsets.filter((offset) => offset >= third.low),
          ).keys(),
        ]).toEqual(open);
      }),
    );
  });

  it('passes offsets that do not exist, and says whether it moved', () => {
    const watermark = createWatermark(0);
    expect(watermark.pass(3)).toBe(true);
    const taken = watermark.take(5);
    expect(watermark.pass(9)).toBe(true);
    expect([watermark.low, watermark.position, watermark.completed()]).toEqual([5, 9, [{ from: 6, to: 9 }]]);
    expect(watermark.pass(9)).toBe(false);
    expect(watermark.done(taken ?? { offset: 5 })).toBe(true);
    expect([watermark.low, watermark.gap]).toEqual([9, 0]);
  });
});

describe('commit metadata', () => {
  it('never exceeds what the broker takes, and leaves out what is farthest', () => {
    const ranges = Array.from({ length: 5_000 }, (_, index) => ({ from: index * 3 + 1, to: index * 3 + 2 }));
    const metadata = encodeCompleted(0, ranges);
    expect(metadata.length).toBeLessThanOrEqual(4_096);
    const kept = decodeCompleted(0, metadata);
    expect(kept).toEqual(ranges.slice(0, kept.length));
    expect(kept.length).toBeGreaterThan(1_500);
  });

  it('holds the largest gap that the default bounds allow, at its worst', () => {
    const ranges = Array.from({ length: 1_000 }, (_, index) => ({ from: index * 2 + 1, to: index * 2 + 2 }));
    expect(decodeCompleted(0, encodeCompleted(0, ranges))).toEqual(ranges);
  });

  it('holds long runs and large offsets', () => {
    const committed = 2 ** 50;
    const ranges = [
      { from: committed + 1, to: committed + 2 ** 40 },
      { from: committed + 2 ** 41, to: committed + 2 ** 42 },
    ];
    expect(decodeCompleted(committed, encodeCompleted(committed, ranges))).toEqual(ranges);
  });

  it.each([null, '', 'checkpoint by hand', 't1:', 't2:AQE='])('says nothing when it is %p', (metadata) => {
    expect(decodeCompleted(7, metadata)).toEqual([]);
  });

  it('is empty when nothing is completed above', () => {
    expect(encodeCompleted(5, [])).toBe('');
  });
});
