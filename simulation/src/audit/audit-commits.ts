import type { Commit, World } from '../world/world.ts';
import { createDealtWith } from './dealt-with.ts';
import { found, type Finding } from './invariants.ts';

const rangesOf = ({ before, offset, completed }: Commit): readonly (readonly [number, number])[] => [
  [before, offset],
  ...completed.map(({ from, to }) => [from, to] as const),
];

/** Holds one commit, at the moment when it is made, against what is dealt with at that moment. */
export const auditCommit = (commit: Commit, world: World): readonly Finding[] => {
  const { group, topic, partition, offset, before } = commit;
  const place = `${group} in ${topic}/${partition}`;
  if (offset < before) return [found('offsets-forward')(`${place}: from ${before} back to ${offset}`)];
  const missing = createDealtWith(world);
  return rangesOf(commit).flatMap(([from, to]) =>
    world.broker.log.read(topic, partition, from, to - from).flatMap((record) => {
      const what = missing(group, record);
      return what === undefined ? [] : [found('watermark')(`${place}: ${offset}, but of ${record.offset} ${what}`)];
    }),
  );
};
