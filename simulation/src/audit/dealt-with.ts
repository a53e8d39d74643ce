import { keyOf, type StoredDecision } from '@troupe/agent-sdk';
import { outputId } from '@troupe/contracts';
import { HEADERS, type IncomingRecord } from '@troupe/messaging';
import { NoteEchoed, taskSaga } from '../domain.ts';
import type { ServiceName } from '../plan.ts';
import { DECISIONS } from '../world/sim-decision-store.ts';
import { FACTS } from '../world/sim-saga-store.ts';
import type { World } from '../world/world.ts';
import { idOf } from '../world/sim-log.ts';

/** What has to be in the log or in a table for a record to count as dealt with; undefined when it is. */
export type WhatIsMissing = (group: string, record: IncomingRecord) => string | undefined;

/** Whatever these handle, they conclude something. */
const CONCLUDES_ALWAYS: readonly ServiceName[] = ['check-agent', 'note-agent'];

const eventId = ({ headers }: IncomingRecord): string => headers[HEADERS.id] ?? '';
const conversationIn = ({ headers }: IncomingRecord): string => headers[HEADERS.conversation] ?? '';

const decisionOf = (world: World, service: ServiceName, id: string): StoredDecision | undefined =>
  // What the decision store writes under these keys.
  world.tablesOf(service).get(DECISIONS + keyOf({ decider: service, inputId: id })) as StoredDecision | undefined;

const unpublished = (decision: StoredDecision, published: ReadonlySet<string>): string | undefined => {
  const output = decision.outputs.find((each) => !published.has(idOf(each)));
  return output && `${output.topic} is decided, but not in the log`;
};

/** Says of records whether they are dealt with, by what is in the tables and the log at this moment. */
export const createDealtWith = (world: World): WhatIsMissing => {
  const { published } = world;
  const decided = (service: ServiceName, id: string): string | undefined => {
    const decision = decisionOf(world, service, id);
    if (decision === undefined) return 'nothing is decided';
    const isMissing = decision.outcome === 'decided' && !published.has(outputId(id, service, 0));
    return isMissing && CONCLUDES_ALWAYS.includes(service)
      ? 'what it concludes is not in the log'
      : unpublished(decision, published);
  };
  const folded = (record: IncomingRecord): string | undefined => {
    const fact = `${FACTS}${taskSaga.name} ${conversationIn(record)} ${eventId(record)}`;
    return world.tablesOf('saga-coordinator').get(fact) === undefined ? 'it is no fact' : undefined;
  };
  const echoed = (record: IncomingRecord): string | undefined => {
    const id = eventId(record);
    const isEchoed = published.has(outputId(id, 'echo-agent', 0)) || published.has(`echo-agent.dead ${id}`);
    return isEchoed ? undefined : `${NoteEchoed.type} is not in the log`;
  };
  return (group, record) => {
    // Whoever gets the partition reads the whole log of dead letters again.
    if (record.topic.endsWith('.dead')) return undefined;
    if (group === 'saga-coordinator') return folded(record);
    // Every other group is a service of that name.
    return group === 'echo-agent' ? echoed(record) : decided(group as ServiceName, eventId(record));
  };
};
