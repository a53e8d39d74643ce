import type { CorrelationOptions } from './options.ts';

/** Something that was observed at a time, in milliseconds since 1970, and is known by an id. */
export interface Placed {
  readonly at: number;
  readonly event: string;
}

/** What is over, and what may still grow. */
export interface Clustered<Each extends Placed> {
  /** In the order of time, each in the order of time. Nothing that is observed later belongs to any of them. */
  readonly over: readonly (readonly Each[])[];
  readonly open: readonly Each[];
}

type ClusterOptions = Pick<CorrelationOptions, 'gapMs' | 'longestMs'>;

const inTime = <Each extends Placed>(one: Each, other: Each): number =>
  one.at - other.at || (one.event < other.event ? -1 : 1);

/** The last moment at which one more would belong to these. */
export const belongsUntil = (cluster: readonly Placed[], { gapMs, longestMs }: ClusterOptions): number => {
  const [first, last] = [cluster[0]?.at ?? 0, cluster.at(-1)?.at ?? 0];
  return Math.min(last + gapMs, first + longestMs);
};

/**
 * Puts together what lies close to one another: each no further than `gapMs` from the one before, all within `longestMs`. Everything
 * before `completeUntil` is known. What a cluster holds does not depend on the order in which it became known.
 */
export const clustersIn = <Each extends Placed>(
  placed: readonly Each[],
  completeUntil: number,
  options: ClusterOptions,
): Clustered<Each> => {
  const clusters: Each[][] = [];
  for (const each of placed.toSorted(inTime)) {
    const current = clusters.at(-1);
    if (current !== undefined && each.at <= belongsUntil(current, options)) current.push(each);
    else clusters.push([each]);
  }
  const isOver = (cluster: readonly Each[]): boolean => belongsUntil(cluster, options) < completeUntil;
  return { over: clusters.filter(isOver), open: clusters.filter((cluster) => !isOver(cluster)).flat() };
};
