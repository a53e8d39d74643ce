import { DEAD_LETTER_HEADERS, deadLetterTopic, MARKER_HEADERS } from '@troupe/agent-sdk';
import { HEADERS } from '@troupe/messaging';
import { EFFECTS } from '../agents.ts';
import { NoteEchoed, NoteKept } from '../domain.ts';
import { NOTE_SERVICES, type ServiceName } from '../plan.ts';
import type { LoggedRecord } from '../world/sim-log.ts';
import type { World } from '../world/world.ts';
import { found, type Finding } from './invariants.ts';

/** An event that an agent has held, as the log of dead letters tells it. */
interface Held {
  readonly event: string;
  readonly isSettled: boolean;
  readonly isDiscarded: boolean;
}

const markersOf = (records: readonly LoggedRecord[], kind: string): ReadonlySet<string | undefined> =>
  new Set(
    records
      .filter(({ headers }) => headers[MARKER_HEADERS.kind] === kind)
      .map(({ headers }) => headers[MARKER_HEADERS.entry]),
  );

const heldBy = (service: ServiceName, { broker }: World): readonly Held[] => {
  const records = broker.log.all().filter(({ topic }) => topic === deadLetterTopic(service));
  const settled = markersOf(records, 'settled');
  const discarded = markersOf(records, 'discarded');
  const entries = new Map(
    records
      .filter(({ headers }) => headers[MARKER_HEADERS.kind] === undefined)
      .map(({ headers }) => [headers[DEAD_LETTER_HEADERS.id], headers[HEADERS.id] ?? '']),
  );
  return [...entries].map(([id, event]) => ({ event, isSettled: settled.has(id), isDiscarded: discarded.has(id) }));
};

/** By event: the ids of what was concluded from it. */
const conclusions = ({ broker }: World, type: string): ReadonlyMap<string, ReadonlySet<string>> => {
  const outputs = broker.log.all().filter(({ topic }) => topic === type);
  return new Map(
    [...Map.groupBy(outputs, ({ headers }) => headers[HEADERS.causation] ?? '')].map(([event, copies]) => [
      event,
      new Set(copies.map(({ headers }) => headers[HEADERS.id] ?? '')),
    ]),
  );
};

/** What is wrong with how a held event ended. One without a store may be held although it was answered, and not committed. */
const complaint = (held: Held, answers: number, effects: number | undefined): string | undefined => {
  if (!held.isSettled && !held.isDiscarded) return 'was neither handled nor discarded';
  if (answers > 1) return `was concluded ${answers} times`;
  if (held.isSettled && answers === 0) return 'was handled, and nothing is concluded';
  if (effects === undefined) return undefined;
  if (!held.isSettled && answers > 0) return 'was never handled, but something is concluded';
  return effects === answers ? undefined : `took effect ${effects} times, and is concluded ${answers} times`;
};

/** Holds what was held in a world that has come to rest against what releasing and discarding promise. */
export const auditHeld = (world: World): readonly Finding[] =>
  NOTE_SERVICES.filter((service) => world.plan.instances[service] !== undefined).flatMap((service) => {
    const answers = conclusions(world, service === 'echo-agent' ? NoteEchoed.type : NoteKept.type);
    return heldBy(service, world).flatMap((held) => {
      const effects =
        service === 'echo-agent' ? undefined : Number(world.tablesOf(service).get(EFFECTS + held.event) ?? 0);
      const what = complaint(held, answers.get(held.event)?.size ?? 0, effects);
      return what === undefined ? [] : [found('released-once')(`${service}: ${held.event} ${what}`)];
    });
  });
