import { HEADERS, type IncomingRecord } from '@troupe/messaging';
import type { TestFleet } from '../e2e/fleet.fixture.ts';
import { found, type Finding } from '../e2e/findings.fixture.ts';
import type { OffsetCommit } from './read-commits.ts';

const placeOf = ({ topic, partition }: Pick<OffsetCommit, 'topic' | 'partition'>): string => `${topic}/${partition}`;

/** No commit of a group lies below an earlier one of the same place. */
export const forwardFindings = (commits: readonly OffsetCommit[]): readonly Finding[] => {
  const highest = new Map<string, number>();
  return commits.flatMap((commit) => {
    const place = `${commit.group} in ${placeOf(commit)}`;
    const before = highest.get(place) ?? 0;
    highest.set(place, Math.max(before, commit.offset));
    return commit.offset < before ? found('offsets-forward')(`${place}: from ${before} back to ${commit.offset}`) : [];
  });
};

/** When a decider decided about an event, in milliseconds, by decider and id of the event. */
export type DecidedTimes = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The clocks of the broker and the database are the same, and are read in another order than things happen. */
const TOLERANCE_MS = 20;

type Records = ReadonlyMap<string, readonly IncomingRecord[]>;

/** What a commit says for the first time: what lies between the offset before and its own, and what is completed above. */
const newIn = (
  { offset, completed }: OffsetCommit,
  before: number,
  records: readonly IncomingRecord[],
): readonly IncomingRecord[] =>
  [{ from: before, to: offset }, ...completed].flatMap(({ from, to }) => records.slice(from, to));

/** At the moment of a commit everything that it covers had been decided. Of deciders whose times are known. */
export const watermarkFindings = (
  commits: readonly OffsetCommit[],
  records: Records,
  decided: DecidedTimes,
): readonly Finding[] => {
  const committed = new Map<string, number>();
  return commits.flatMap((commit) => {
    const times = decided.get(commit.group);
    const own = records.get(placeOf(commit));
    if (times === undefined || own === undefined) return [];
    const place = `${commit.group} in ${placeOf(commit)}`;
    const before = committed.get(place) ?? 0;
    committed.set(place, Math.max(before, commit.offset));
    return newIn(commit, before, own)
      .filter(
        ({ headers }) => !((times.get(headers[HEADERS.id] ?? '') ?? Infinity) <= commit.committedMs + TOLERANCE_MS),
      )
      .map((record) => `${place}: ${commit.offset} was committed before ${record.offset} was decided`)
      .map(found('watermark'));
  });
};

/** By topic and partition; since nothing is ever taken out of the topics of a run, a record's index is its offset. */
const inPlaces = (records: readonly IncomingRecord[]): Records =>
  Map.groupBy(
    records.toSorted((one, other) => Number(one.offset - other.offset)),
    placeOf,
  );

const DECIDERS = ['fraud-agent', 'inventory-agent', 'shipping-agent'];

/** When each event was decided: at the beginning of the transaction, or earlier still where it came again. */
export const readDecidedTimes = async (fleet: Pick<TestFleet, 'query'>): Promise<DecidedTimes> => {
  const rows = await fleet.query<{ decider: string; id: string; ms: number }>(
    DECIDERS.map(
      (name) =>
        `select decider, input_id as id, (extract(epoch from decided_at) * 1000)::float8 as ms
         from ${name.replaceAll('-', '_')}.decisions`,
    ).join(' union all '),
  );
  const byDecider = Map.groupBy(rows, ({ decider }) => decider);
  return new Map([...byDecider].map(([decider, own]) => [decider, new Map(own.map(({ id, ms }) => [id, ms]))]));
};

/** Holds every commit against the log and what was decided when. */
export const auditCommits = (
  commits: readonly OffsetCommit[],
  records: readonly IncomingRecord[],
  decided: DecidedTimes,
): readonly Finding[] => [...forwardFindings(commits), ...watermarkFindings(commits, inPlaces(records), decided)];
