import type { AgentDefinition } from '@troupe/agent-sdk';
import type { EventDefinition } from '@troupe/contracts';
import type { SagaDefinition } from '@troupe/saga';

/**
 * How a service takes part: an agent concludes events from events · sagas wait for combinations of them · an edge lets the
 * world in or out · a recorder keeps what all others say, and nothing is published for its sake.
 */
export type PartKind = 'agent' | 'sagas' | 'edge' | 'recorder';

/** What one service does in the choreography, as data. */
export interface Part {
  /** The service's name, which is also its consumer group where it consumes anything. */
  readonly name: string;
  readonly kind: PartKind;
  readonly consumes: readonly EventDefinition[];
  readonly publishes: readonly EventDefinition[];
  /** Event types that it handles only together, in pairs. */
  readonly joins: readonly (readonly EventDefinition[])[];
  /** The sagas that it runs. */
  readonly sagas: readonly SagaDefinition[];
  /** How many events of one conversation it handles at most; undefined: it has no such limit. */
  readonly eventsPerConversation: number | undefined;
}

/** An agent's part, read from its definition. */
export const agentPart = ({ name, consumes, publishes, reactions, limits }: AgentDefinition): Part => ({
  name,
  kind: 'agent',
  consumes,
  publishes,
  joins: reactions.flatMap((reaction) => (reaction.kind === 'join' ? [reaction.on] : [])),
  sagas: [],
  eventsPerConversation: limits.eventsPerConversation,
});

/** What a service says of itself that is neither an agent nor runs sagas. */
export type ServiceTalk = Pick<Part, 'name' | 'consumes' | 'publishes'>;

const plain = (talk: ServiceTalk, kind: PartKind): Part => ({
  ...talk,
  kind,
  joins: [],
  sagas: [],
  eventsPerConversation: undefined,
});

/** The part of a service that lets the world in or out, such as a gateway. */
export const edgePart = (talk: ServiceTalk): Part => plain(talk, 'edge');

/** The part of a service that keeps what others say, such as a ledger. */
export const recorderPart = (talk: ServiceTalk): Part => plain(talk, 'recorder');

/** The part of a service that runs sagas. `consumes` and `publishes` include what it reads and says besides them. */
export const sagasPart = (talk: ServiceTalk, sagas: readonly SagaDefinition[]): Part => ({
  ...plain(talk, 'sagas'),
  sagas,
});
