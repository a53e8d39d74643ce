import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clustersIn, type Placed } from './clusters.ts';

const OPTIONS = { gapMs: 6, longestMs: 20 };
const at = (...times: readonly number[]): readonly Placed[] =>
  times.map((time, index) => ({ at: time, event: `e${index}` }));
/** The next of a stream that never ends. */
const drawn = (stream: Iterator<number>): number => Number(stream.next().value);
const timesOf = (clusters: readonly (readonly Placed[])[]) => clusters.map((each) => each.map((placed) => placed.at));

describe('what lies close to one another', () => {
  it('belongs together, and is over once nothing more can belong to it', () => {
    expect(timesOf(clustersIn(at(1, 7, 14), 21, OPTIONS).over)).toEqual([[1, 7], [14]]);
    const { over, open } = clustersIn(at(1, 7, 14), 20, OPTIONS);
    expect([timesOf(over), open.map((placed) => placed.at)]).toEqual([[[1, 7]], [14]]);
  });

  it('is cut where it stretches too far', () => {
    expect(timesOf(clustersIn(at(0, 5, 10, 15, 20, 25), 99, OPTIONS).over)).toEqual([[0, 5, 10, 15, 20], [25]]);
  });

  it('comes to the same clusters, each once, in whatever order and portions it becomes known', () => {
    const placed = fc.uniqueArray(fc.nat(300), { maxLength: 40 }).map((times) => at(...times));
    fc.assert(
      fc.property(placed, fc.array(fc.nat(300)), fc.infiniteStream(fc.nat(20)), (all, steps, delays) => {
        const whole = clustersIn(all, 1_000, OPTIONS).over;
        let [open, seen] = [[] as readonly Placed[], new Set<Placed>()];
        const found: (readonly Placed[])[] = [];
        for (const complete of [...steps.toSorted((one, other) => one - other), 1_000]) {
          // All that is before what is complete is known, and some of what is behind it.
          const known = all.filter((each) => !seen.has(each) && each.at < complete + drawn(delays));
          seen = new Set([...seen, ...known]);
          const clustered = clustersIn([...known.toReversed(), ...open], complete, OPTIONS);
          found.push(...clustered.over);
          open = clustered.open;
        }
        expect(timesOf(found)).toEqual(timesOf(whole));
      }),
    );
  });
});
