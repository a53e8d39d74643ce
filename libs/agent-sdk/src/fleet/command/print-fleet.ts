import { plain, tableOf } from '../../command/index.ts';
import type { FleetAgent, FleetInstance } from '../fleet.ts';

const HEAD = ['agent', 'instance', 'version', 'state', 'in flight', 'lag', 'p95 ms', 'heard of'];

/** Who is there, as a table with a row for every instance, and below it what each agent consumes and publishes. */
export const printFleet = (fleet: readonly FleetAgent[], nowMs: number): string => {
  if (fleet.length === 0) return 'no agent has announced itself: is something running, under this TROUPE_PREFIX?';
  const rows = fleet.flatMap((agent) => agent.instances.map((instance) => rowOf(agent, instance, nowMs)));
  const lines = fleet.map(
    ({ name, consumes, publishes }) => `${plain(name)}: ${listOf(consumes)} -> ${listOf(publishes)}`,
  );
  return [...tableOf([HEAD, ...rows]), '', ...lines].join('\n');
};

const rowOf = ({ name }: FleetAgent, instance: FleetInstance, nowMs: number): readonly string[] => [
  plain(name),
  plain(instance.instance),
  plain(instance.version),
  instance.stale ? 'gone' : plain(instance.state),
  String(instance.inFlight),
  String(instance.lag),
  instance.p95Ms === null ? '-' : instance.p95Ms.toFixed(1),
  `${Math.max(0, Math.round((nowMs - instance.seenMs) / 1_000))} s ago`,
];

const listOf = (types: readonly string[]): string => types.map(plain).join(', ') || 'nothing';
