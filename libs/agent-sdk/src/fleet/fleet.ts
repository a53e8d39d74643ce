import type { AgentAnnouncedData } from '@troupe/contracts';

/** What one instance last said of itself. */
export interface Announcement {
  readonly data: AgentAnnouncedData;
  /** When the log took it. */
  readonly appendedMs: number;
}

/** One process of an agent. */
export interface FleetInstance extends Omit<AgentAnnouncedData, 'agent' | 'consumes' | 'publishes'> {
  /** When it was last heard of, in milliseconds since 1970 UTC, by the broker's clock. */
  readonly seenMs: number;
  /** Whether it has been silent for three times as long as it said it would be: it is gone, or cut off. */
  readonly stale: boolean;
}

/** An agent, by what its instances say. */
export interface FleetAgent {
  readonly name: string;
  /** Of the instances that are there; several while a rollout lasts. */
  readonly versions: readonly string[];
  readonly consumes: readonly string[];
  readonly publishes: readonly string[];
  /** Over the instances that are there. */
  readonly inFlight: number;
  readonly lag: number;
  /** Of the slowest instance that is there; null when none has handled anything of late. */
  readonly p95Ms: number | null;
  /** Whether none of its instances is there. */
  readonly stale: boolean;
  /** The first that started comes first. */
  readonly instances: readonly FleetInstance[];
}

const SILENCES = 3;

/**
 * The live registry of agents, by name. Who is there is judged by when the broker took each announcement: `nowMs` is the
 * reader's clock, and what the broker took since is later than a clock that is behind.
 */
export const foldFleet = (announcements: Iterable<Announcement>, nowMs: number): readonly FleetAgent[] => {
  const all = [...announcements];
  const latestMs = all.reduce((latest, { appendedMs }) => Math.max(latest, appendedMs), nowMs);
  const byAgent = Map.groupBy(all, ({ data }) => data.agent);
  return [...byAgent]
    .map(([name, own]) => agentOf(name, own, latestMs))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
};

const agentOf = (name: string, own: readonly Announcement[], nowMs: number): FleetAgent => {
  const instances = own.map((announcement) => instanceOf(announcement, nowMs));
  const stale = instances.every((instance) => instance.stale);
  // What is known of an agent that is gone is what its instances last said.
  const telling = stale ? own : own.filter(({ data, appendedMs }) => !isStale(data, appendedMs, nowMs));
  const live = stale ? [] : telling.map(({ data }) => data);
  return {
    name,
    versions: unique(telling.map(({ data }) => data.version)),
    consumes: unique(telling.flatMap(({ data }) => data.consumes)),
    publishes: unique(telling.flatMap(({ data }) => data.publishes)),
    inFlight: live.reduce((sum, { inFlight }) => sum + inFlight, 0),
    lag: live.reduce((sum, { lag }) => sum + lag, 0),
    p95Ms: live.reduce<number | null>((most, { p95Ms }) => (p95Ms === null ? most : Math.max(most ?? 0, p95Ms)), null),
    stale,
    instances: instances.sort(
      (one, other) => one.startedAt - other.startedAt || (one.instance < other.instance ? -1 : 1),
    ),
  };
};

const instanceOf = ({ data, appendedMs }: Announcement, nowMs: number): FleetInstance => {
  const { instance, version, state, inFlight, lag, p95Ms, concurrency, startedAt, everyMs } = data;
  const own = { instance, version, state, inFlight, lag, p95Ms, concurrency, startedAt, everyMs };
  return { ...own, seenMs: appendedMs, stale: isStale(data, appendedMs, nowMs) };
};

const isStale = ({ everyMs }: AgentAnnouncedData, appendedMs: number, nowMs: number): boolean =>
  nowMs - appendedMs > SILENCES * everyMs;

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
