import type { Files } from '../file-tree.ts';
import { camel, pascal } from '../words.ts';
import { sampleData } from '../sample.ts';
import type { AgentPlan, Concluded } from './agent-plan.ts';

/** Event types as they are told in a sentence. */
export const told = (events: readonly { readonly type: string }[]): string =>
  events.map(({ type }) => `\`${type}\``).join(', ');

const creators = (events: readonly { readonly type: string }[]): readonly string[] =>
  events.map(({ type }) => pascal(type));

const conclusionOf = ({ publishes }: AgentPlan): string => {
  const drafts = publishes.map(({ type, isNew }) => `${pascal(type)}(${camel(type)}(${isNew ? 'event' : ''}))`);
  return drafts.length === 1 ? drafts.join('') : `[${drafts.join(', ')}]`;
};

const definition = (plan: AgentPlan): string => {
  const { name, factory, consumes, publishes, store } = plan;
  const imported = [...new Set([...creators(consumes), ...creators(publishes)])].toSorted();
  const reactions = creators(consumes).map(
    (event) => `when(${event}, ${publishes.some(({ isNew }) => isNew) ? '(event)' : '()'} => ${conclusionOf(plan)})`,
  );
  return `import { defineAgent, when, type AgentDefinition } from '@troupe/agent-sdk';
import { ${imported.join(', ')} } from '@troupe/contracts';
import { ${publishes.map(({ type }) => camel(type)).join(', ')} } from './conclude.ts';

/** Concludes ${told(publishes)} from ${told(consumes)}. */
export const ${factory} = (): AgentDefinition =>
  defineAgent({
    name: '${name}',
    publishes: [${creators(publishes).join(', ')}],
    on: [${reactions.join(', ')}],${store ? '' : '\n    pure: true,'}
  });
`;
};

const newConclusion = ({ type }: Concluded, plan: AgentPlan): string =>
  `/** What is said with \`${type}\`, and why. */
export const ${camel(type)} = ({ type, data }: Seen): ${pascal(type)}Input => ({
  reason: \`\${type} says \${Object.keys(data).toSorted().join(', ')}\`,
  decidedBy: '${plan.stem}-rules@1',
});`;

const knownConclusion = (event: Concluded): string =>
  `/** What is said with \`${event.type}\`: write here what follows from the event, which it can be given. */
export const ${camel(event.type)} = (): ${pascal(event.type)}Input => (${sampleData(event)});`;

const seenBy = ({ consumes }: AgentPlan): string =>
  `type Seen = Pick<${consumes.map(({ type }) => `EventOf<typeof ${pascal(type)}>`).join(' | ')}, 'type' | 'data'>;\n\n`;

const conclusions = (plan: AgentPlan): string => {
  const { consumes, publishes } = plan;
  const looks = publishes.some(({ isNew }) => isNew);
  const inputs = publishes.map(({ type }) => `${pascal(type)}Input`);
  const imported = [...inputs, ...(looks ? [...creators(consumes), 'EventOf'] : [])].toSorted();
  return `import type { ${imported.join(', ')} } from '@troupe/contracts';

${looks ? seenBy(plan) : ''}${publishes.map((event) => (event.isNew ? newConclusion(event, plan) : knownConclusion(event))).join('\n\n')}
`;
};

const main = ({
  stem,
  factory,
  store,
}: AgentPlan): string => `import { loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { ${factory} } from './${stem}.agent.ts';
${store ? "import { migrations } from './migrations.ts';\n" : ''}
const agent = ${factory}();

await runAgent(agent, { config: loadServiceConfig(process.env, { name: agent.name${store ? '' : ', database: false'} })${store ? ', migrations' : ''} });
`;

const part = ({ stem, factory }: AgentPlan): string => `import { agentPart, type Part } from '@troupe/choreography';
import { ${factory} } from './${stem}.agent.ts';

/** What this agent adds to the choreography: compiled, and never run. */
export const choreography: Part = agentPart(${factory}());
`;

const MIGRATIONS = `import type { Migrations } from '@troupe/database';

/** The agent's own tables, in the order in which they came to be. An entry is never changed once it has been released. */
export const migrations: Migrations = {};
`;

/** The code of an agent: definition, what it concludes, entry, and its part in the choreography. */
export const sourceFiles = (plan: AgentPlan): Files => ({
  [`src/${plan.stem}.agent.ts`]: definition(plan),
  'src/conclude.ts': conclusions(plan),
  'src/main.ts': main(plan),
  'src/choreography.ts': part(plan),
  ...(plan.store && { 'src/migrations.ts': MIGRATIONS }),
});
