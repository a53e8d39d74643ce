import { DEFAULT_LIMITS } from '@troupe/agent-sdk';
import { BudgetExhausted } from '@troupe/contracts';
import { includesType, isOfEveryAgent, sagasOf, type Choreography, type Service } from '../choreography.ts';
import type { Rule } from '../finding.ts';

/** Sagas are no part of a cycle: they decide each thing once. */
const agentsOf = ({ services }: Choreography): readonly Service[] => services.filter(({ kind }) => kind !== 'sagas');

/** What one says and another takes up. */
const passed = (from: Service, to: Service): readonly string[] =>
  from.publishes.map(({ type }) => type).filter((type) => !isOfEveryAgent(type) && includesType(to.consumes, type));

/** Everybody that what one says can lead to, by any way. */
const ledTo = (from: Service, agents: readonly Service[]): ReadonlySet<Service> => {
  const met = new Set<Service>();
  const follow = (agent: Service): void => {
    for (const next of agents)
      if (!met.has(next) && passed(agent, next).length > 0) {
        met.add(next);
        follow(next);
      }
  };
  follow(from);
  return met;
};

/** Agents that lead back to themselves, together with those on the way. */
const cyclesOf = (agents: readonly Service[]): readonly (readonly Service[])[] => {
  const reach = new Map(agents.map((agent) => [agent, ledTo(agent, agents)]));
  const leads = (from: Service, to: Service): boolean => reach.get(from)?.has(to) === true;
  const turning = agents.filter((agent) => leads(agent, agent));
  const cycles = turning.map((agent) => turning.filter((other) => leads(agent, other) && leads(other, agent)));
  return cycles.filter(([first], at) => cycles.findIndex(([other]) => other === first) === at);
};

const typesIn = (cycle: readonly Service[]): readonly string[] => [
  ...new Set(cycle.flatMap((from) => cycle.flatMap((to) => passed(from, to)))),
];

/** Hops end every cycle, in silence: a budget is one that was thought about, by an agent of it or a saga that hears of it. */
const hasBudget = (cycle: readonly Service[], choreography: Choreography): boolean => {
  const isLimited = cycle.some(
    ({ eventsPerConversation: most = Infinity }) => most < DEFAULT_LIMITS.eventsPerConversation,
  );
  const types = typesIn(cycle);
  return (
    isLimited ||
    sagasOf(choreography).some(
      ({ saga: { consumes, failedBy } }) =>
        includesType(failedBy, BudgetExhausted.type) && types.some((type) => includesType(consumes, type)),
    )
  );
};

/** A cycle that nobody bounds runs until the hops of its conversation are used up. */
export const cycleUnbounded: Rule = (choreography) =>
  cyclesOf(agentsOf(choreography))
    .filter((cycle) => !hasBudget(cycle, choreography))
    .map((cycle) => ({
      rule: 'cycle-unbounded',
      place: cycle.map(({ folder }) => folder).join(', '),
      what: `${typesIn(cycle).join(', ')} can lead to one another without end`,
      mend: `let a saga that waits for one of them fail upon ${BudgetExhausted.type}, or give one of the agents a smaller limits.eventsPerConversation`,
    }));
