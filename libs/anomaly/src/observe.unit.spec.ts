import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { observe } from './observe.ts';
import { DAY, everyFiveMinutes, MONDAY, noise, toldAt, watch } from './source.fixture.ts';
import { newSource } from './state.ts';

/** Between 80 and 120, evenly. */
const steady = (index: number): number => Math.round(80 + 40 * noise(index));
/** Four times as much at noon as at midnight. */
const daily = (index: number): number => steady(index) * (1 - 0.6 * Math.cos((2 * Math.PI * index) / DAY));

describe('what is usual', () => {
  it('is told of no source that keeps to its level', () => {
    expect(toldAt(watch(everyFiveMinutes(10 * DAY, steady)))).toEqual([]);
  });

  it('includes the rhythm of the day once it is known', () => {
    expect(toldAt(watch(everyFiveMinutes(10 * DAY, daily))).filter((index) => index > 3 * DAY)).toEqual([]);
  });

  it('is learned anew at another level: a rise that stays is told, and then no more', () => {
    const told = toldAt(watch(everyFiveMinutes(20 * DAY, (index) => steady(index) * (index < 5 * DAY ? 1 : 4))));
    expect(told[0]).toBeGreaterThanOrEqual(5 * DAY);
    expect(told[0]).toBeLessThan(5 * DAY + 12);
    expect(told.filter((index) => index > 6 * DAY)).toEqual([]);
  });

  it('has nothing to be compared with at first', () => {
    expect(toldAt(watch(everyFiveMinutes(200, (index) => (index === 150 ? 100_000 : steady(index)))))).toEqual([]);
  });
});

describe('an anomaly', () => {
  const burst = 5 * DAY;
  const spiked = () => watch(everyFiveMinutes(7 * DAY, (index) => (index === burst ? 5_000 : steady(index))));

  it('is told with the observation that makes it, once', () => expect(toldAt(spiked())).toEqual([burst]));

  it('is a spike when one value makes it, with what it was judged by', () => {
    const { anomaly } = spiked()[burst]!;
    expect(anomaly).toMatchObject({ direction: 'rise', shape: 'spike', value: 5_000, observations: burst });
    expect(anomaly!.mean).toBeGreaterThan(anomaly!.bound);
    expect(anomaly!.bound).toBeGreaterThan(anomaly!.expected);
    expect(anomaly!.expected).toBeGreaterThan(85);
    expect(anomaly!.expected).toBeLessThan(115);
    expect(anomaly!.likelihood).toBeLessThan(0.001);
    expect(anomaly!.confidence).toBeGreaterThan(0.99);
  });

  it('is a shift when no value alone makes it', () => {
    const told = watch(everyFiveMinutes(7 * DAY, (index) => steady(index) * (index < burst ? 1 : 1.6)));
    expect(told.find(({ anomaly }) => anomaly)?.anomaly).toMatchObject({ direction: 'rise', shape: 'shift' });
  });

  it('is told again when it goes far beyond what was told', () => {
    const growing = (index: number): number =>
      index < burst ? steady(index) : steady(index) * (index < burst + 60 ? 3 : 300);
    const told = toldAt(watch(everyFiveMinutes(burst + 120, growing)));
    expect(told.some((index) => index < burst + 60)).toBe(true);
    expect(told.some((index) => index >= burst + 60)).toBe(true);
  });

  it('is a fall where a source is watched for that, and only there', () => {
    const falling = everyFiveMinutes(7 * DAY, (index) => (index < burst ? steady(index) : 5));
    expect(toldAt(watch(falling))).toEqual([]);
    const told = watch(falling, { watched: 'both' }).find(({ anomaly }) => anomaly);
    expect(told?.anomaly).toMatchObject({ direction: 'fall' });
  });

  it('does not depend on what values are counted in', () => {
    const observations = everyFiveMinutes(7 * DAY, (index) => (index === burst ? 5_000 : steady(index)));
    const thousandfold = observations.map(({ at, value }) => ({ at, value: value * 1_000 }));
    expect(toldAt(watch(thousandfold, { unit: 1_000 }))).toEqual(toldAt(watch(observations)));
  });
});

describe('the state of a source', () => {
  it('can be kept as JSON at any moment, and goes on from there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 2, maxLength: 60 }),
        fc.nat(59),
        (values, cut) => {
          const observations = everyFiveMinutes(values.length, (index) => values[index]!);
          const whole = watch(observations, { warmUp: 0 });
          const before = watch(observations.slice(0, cut), { warmUp: 0 });
          const kept = JSON.parse(JSON.stringify(before.at(-1)?.state ?? newSource())) as ReturnType<typeof newSource>;
          expect([...before, ...watch(observations.slice(cut), { warmUp: 0 }, kept)]).toEqual(whole);
        },
      ),
    );
  });

  it('does not grow', () => {
    const { state } = watch(everyFiveMinutes(30 * DAY, daily)).at(-1)!;
    expect(JSON.stringify(state).length).toBeLessThan(4_096);
  });

  it('stays finite whatever is observed, and a score is never negative', () => {
    const extreme = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }),
      fc.integer({ min: -5, max: 5 }),
    );
    fc.assert(
      fc.property(fc.array(extreme, { minLength: 1, maxLength: 50 }), (values) => {
        for (const { score, state, evidence } of watch(
          everyFiveMinutes(values.length, (index) => values[index]!),
          { warmUp: 0 },
        )) {
          expect(Number.isFinite(score) && score >= 0).toBe(true);
          expect(
            [state.mean, state.level, state.rise.seen, state.fall.seen, evidence.likelihood].every(Number.isFinite),
          ).toBe(true);
        }
      }),
    );
  });

  it.each([
    { at: MONDAY, value: Number.NaN },
    { at: MONDAY, value: Infinity },
    { at: Number.NaN, value: 1 },
    { at: -1, value: 1 },
    { at: 0.5, value: 1 },
  ])('takes no value $value at $at', (observation) => {
    expect(() => observe(newSource(), observation)).toThrow(expect.objectContaining({ code: 'TERMINAL' }));
  });
});
