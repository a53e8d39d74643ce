import { TroupeError } from '@troupe/contracts';
import type { AgentDefinition } from './define-agent.ts';
import { consumedBy } from './reaction.ts';

const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const repeated = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];

const nameProblems = ({ name, version }: AgentDefinition): readonly string[] => [
  ...(KEBAB_CASE.test(name) ? [] : [`its name must be in kebab-case, such as 'fraud-agent'`]),
  ...(name.length > 100 ? ['its name must not be longer than 100 characters'] : []),
  ...(version === '' ? ['its version must not be empty'] : []),
];

const eventProblems = ({ consumes, publishes }: AgentDefinition): readonly string[] => [
  ...(consumes.length === 0 ? [`'on' is empty: an agent reacts to at least one event`] : []),
  ...repeated(consumes.map(({ type }) => type)).map(
    (type) => `${type} has more than one reaction: merge them into one`,
  ),
  ...repeated(publishes.map(({ type }) => type)).map((type) => `${type} stands twice in 'publishes'`),
];

const joinProblems = ({ pure, reactions }: AgentDefinition): readonly string[] =>
  reactions.flatMap((reaction) => {
    if (reaction.kind === 'single') return [];
    const [first, second] = reaction.on;
    return [
      ...(pure ? [`it is pure but keeps ${first.type} until ${second.type} comes: that needs a store`] : []),
      ...(reaction.withinMs > 0 ? [] : [`'within' of ${first.type} and ${second.type} must be longer than nothing`]),
    ];
  });

const stepProblems = ({ pure, reactions }: AgentDefinition): readonly string[] =>
  reactions.flatMap((reaction) =>
    pure && reaction.prepare !== undefined
      ? [`it is pure but prepares for ${consumedBy(reaction)[0]?.type ?? 'an event'}: what is recorded needs a store`]
      : [],
  );

const retryProblems = ({ retry: { attempts, initialMs, maxMs } }: AgentDefinition): readonly string[] => [
  ...(Number.isInteger(attempts) && attempts >= 1 ? [] : ['retry.attempts must be a whole number from 1']),
  ...(initialMs > 0 && initialMs <= maxMs ? [] : ['retry.initial must be longer than nothing and at most retry.max']),
];

const hookProblems = ({ hooks, consumes }: AgentDefinition): readonly string[] =>
  hooks.before.flatMap(({ on }) =>
    on === undefined || consumes.some(({ type }) => type === on.type)
      ? []
      : [`a hook looks at ${on.type}, which it does not consume`],
  );

/** What the checks of /health/ready are called already. */
const TAKEN = ['started', 'group', 'delivery', 'database', 'registry', 'kafka'];

const dependencyProblems = ({ dependencies }: AgentDefinition): readonly string[] =>
  repeated([...TAKEN, ...dependencies.map(({ name }) => name)]).map(
    (name) => `a dependency is called '${name}', which something else is called as well`,
  );

const limitProblems = ({ limits: { eventsPerConversation } }: AgentDefinition): readonly string[] =>
  Number.isSafeInteger(eventsPerConversation) && eventsPerConversation >= 1
    ? []
    : ['limits.eventsPerConversation must be a whole number from 1'];

const FINDERS = [
  nameProblems,
  eventProblems,
  joinProblems,
  stepProblems,
  retryProblems,
  limitProblems,
  hookProblems,
  dependencyProblems,
];

/**
 * Refuses an agent that contradicts itself. Consuming what it publishes is allowed: hops end such a loop.
 * @throws TroupeError DEFINITION_INVALID naming every problem.
 */
export const validateAgent = (agent: AgentDefinition): void => {
  const problems = FINDERS.flatMap((find) => find(agent));
  if (problems.length > 0)
    throw new TroupeError('DEFINITION_INVALID', `Agent '${agent.name}': ${problems.join('; ')}`, {
      details: { agent: agent.name, problems },
    });
};
