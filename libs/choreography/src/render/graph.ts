import type { EventDefinition } from '@troupe/contracts';
import {
  includesType,
  isOfEveryAgent,
  publishersOf,
  readersOf,
  type Choreography,
  type Service,
} from '../choreography.ts';

/** Who says or hears something: a saga stands for itself, and people for what no service reads or says. */
export interface GraphNode {
  readonly name: string;
  readonly kind: 'agent' | 'saga' | 'service' | 'people';
}

/** What goes from one to another. */
export interface GraphLink {
  readonly from: string;
  readonly to: string;
  /** The event types, sorted. */
  readonly events: readonly string[];
}

/** Who says what to whom, to be drawn. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly links: readonly GraphLink[];
}

const ANY_AGENT: GraphNode = { name: 'any agent', kind: 'agent' };

const peopleOf = (people: string | undefined): readonly GraphNode[] =>
  people === undefined ? [] : [{ name: people, kind: 'people' }];

/** A service, or the sagas of it that this is about. */
const nodesOf = (service: Service, what: 'consumes' | 'publishes', type: string): readonly GraphNode[] => {
  const sagas = service.sagas.filter((saga) => includesType(saga[what], type));
  if (sagas.length > 0) return sagas.map(({ name }) => ({ name: `saga ${name}`, kind: 'saga' }));
  return [{ name: service.name, kind: service.kind === 'agent' ? 'agent' : 'service' }];
};

const speakersOf = (choreography: Choreography, { type, origin }: EventDefinition): readonly GraphNode[] => [
  ...peopleOf(origin),
  ...(isOfEveryAgent(type)
    ? [ANY_AGENT]
    : publishersOf(choreography, type).flatMap((service) => nodesOf(service, 'publishes', type))),
];

const hearersOf = (choreography: Choreography, { type, audience }: EventDefinition): readonly GraphNode[] => [
  ...readersOf(choreography, type).flatMap((service) => nodesOf(service, 'consumes', type)),
  ...peopleOf(audience),
];

interface Said {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly type: string;
}

const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name < other.name ? -1 : Number(one.name > other.name);

const linksOf = (said: readonly Said[]): readonly GraphLink[] =>
  [...Map.groupBy(said, ({ from, to }) => `${from.name} → ${to.name}`)]
    .map(([name, same]) => ({ name, same }))
    .toSorted(byName)
    .flatMap(({ same }) => {
      const [first] = same;
      if (first === undefined) return [];
      const events = [...new Set(same.map(({ type }) => type))].toSorted();
      return [{ from: first.from.name, to: first.to.name, events }];
    });

/**
 * Who says what to whom, of these events, in an order that depends on names alone. What recorders keep and what every
 * service tells operators is left out.
 */
export const graphOf = (choreography: Choreography, events: readonly EventDefinition[]): Graph => {
  const said = events
    .filter(({ key }) => key !== 'agent')
    .flatMap((event) =>
      speakersOf(choreography, event).flatMap((from) =>
        hearersOf(choreography, event).map((to): Said => ({ from, to, type: event.type })),
      ),
    );
  const nodes = new Map(said.flatMap(({ from, to }) => [from, to]).map((node) => [node.name, node]));
  return { nodes: [...nodes.values()].toSorted(byName), links: linksOf(said) };
};
