import { newSource } from '@troupe/anomaly';
import type { AnomalyDetected, DraftOf, EventOf, SignalsObserved } from '@troupe/contracts';
import { watchSource } from './watch-source.ts';

type Items = EventOf<typeof SignalsObserved>['data']['items'];

const MONDAY = Date.UTC(2015, 2, 2);

/** Some values of a source that says between 80 and 120 every five minutes, and 5,000 once. */
export const signals = (from: number, count: number, burst: number): Items =>
  Array.from({ length: count }, (_, index) => {
    const line = from + index;
    const value = line === burst ? 5_000 : 80 + Math.round(40 * ((line * 0.618) % 1));
    return { item: String(line), at: MONDAY + line * 300_000, value, title: '', link: '' };
  });

/** What is told of the burst. */
export const burstAt = (source: string, burst: number): DraftOf<typeof AnomalyDetected> => {
  const [told] = watchSource(newSource(), { source, items: signals(0, burst + 1, burst) }).anomalies;
  if (told === undefined) throw new Error('a burst of fifty times the usual is no anomaly');
  return told;
};
