import { describe, expect, it } from '@jest/globals';
import { DEFAULT_OPTIONS } from '@troupe/correlation';
import { decideCluster, windowOf } from './decide-cluster.ts';
import { anomaliesOf, HOUR, MONDAY, residualsOf, type PlayedSource } from './market.fixture.ts';

const leads: PlayedSource = { source: 'leads', behind: 0, anomalies: [120] };
const follows: PlayedSource = { source: 'follows', behind: 6, anomalies: [122] };
const apart: PlayedSource = { source: 'unrelated', anomalies: [121] };

const decided = (...sources: readonly PlayedSource[]) => {
  const cluster = anomaliesOf(...sources);
  const fromHour = (windowOf(cluster, DEFAULT_OPTIONS) * DEFAULT_OPTIONS.bucketMs - MONDAY) / HOUR;
  const hours = DEFAULT_OPTIONS.window / 4;
  const series = sources.map((played) => ({ source: played.source, residuals: residualsOf(played, fromHour, fromHour + hours) })); // prettier-ignore
  return decideCluster('eu', cluster, series, DEFAULT_OPTIONS);
};

describe('sources with anomalies close to one another', () => {
  it('are to be reported when they move together, with who leads and by how much', () => {
    const report = decided(leads, follows);
    expect(report).toMatchObject({
      market: 'eu',
      leader: 'leads',
      from: anomaliesOf(leads)[0]!.at,
      until: anomaliesOf(follows)[0]!.at,
      pairs: [{ first: 'leads', second: 'follows', lagMs: 6 * DEFAULT_OPTIONS.bucketMs }],
    });
    expect(report!.pairs[0]!.chance).toBeLessThan(0.001);
    expect(report!.anomalies).toEqual(anomaliesOf(leads, follows));
  });

  it('are not when they do not', () => {
    expect(decided(leads, apart)).toBeUndefined();
  });

  it('leave out one that only happens to be there', () => {
    const report = decided(leads, apart, follows)!;
    expect(report.anomalies.map(({ source }) => source)).toEqual(['leads', 'follows']);
    expect(report.series.map(({ source }) => source).toSorted()).toEqual(['follows', 'leads']);
  });

  it('are shown from two days before on, in step', () => {
    const { chartFrom, series, from, bucketMs } = decided(leads, follows)!;
    expect(from - chartFrom).toBeGreaterThanOrEqual(48 * HOUR);
    expect(from - chartFrom).toBeLessThan(49 * HOUR);
    expect(series.map(({ residuals }) => chartFrom + residuals.length * bucketMs)).toEqual([MONDAY + 128 * HOUR, MONDAY + 128 * HOUR]); // prettier-ignore
  });
});
