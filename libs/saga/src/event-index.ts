import { byLogOrder, type EventFact, type SagaFact } from './fact.ts';

/** Which events a conversation has: each once, the first copy of it in the log. */
export interface EventIndex {
  /** All of a type, in log order. */
  readonly all: (definition: { readonly type: string }) => readonly EventFact[];
  /** The first of a type, or of those of them that meet a condition. */
  readonly first: (
    definition: { readonly type: string } | undefined,
    isMeant?: (event: EventFact) => boolean,
  ) => EventFact | undefined;
}

/** Puts events in their order, whatever order they were read in and however often. */
export const indexEvents = (facts: readonly SagaFact[]): EventIndex => {
  const events = new Map<string, EventFact>();
  for (const fact of facts) {
    if (fact.kind !== 'event') continue;
    const present = events.get(fact.id);
    if (present === undefined || byLogOrder(fact, present) < 0) events.set(fact.id, fact);
  }
  const byType = Map.groupBy([...events.values()].toSorted(byLogOrder), ({ type }) => type);
  const all: EventIndex['all'] = ({ type }) => byType.get(type) ?? [];
  return {
    all,
    first: (definition, isMeant = () => true) => definition && all(definition).find(isMeant),
  };
};
