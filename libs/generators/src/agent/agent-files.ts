import type { Files } from '../file-tree.ts';
import type { AgentPlan } from './agent-plan.ts';
import { sourceFiles, told } from './source-files.ts';
import { specFiles } from './spec-files.ts';

const manifest = ({ name, stem, flow }: AgentPlan): string =>
  JSON.stringify(
    {
      name: `@troupe/${name}`,
      version: '0.1.0',
      private: true,
      type: 'module',
      exports: { '.': `./src/${stem}.agent.ts` },
      troupe: { service: true, ...(flow !== undefined && { flow }) },
      nx: { tags: ['type:app'], targets: { lint: {}, unit: {} } },
    },
    null,
    2,
  );

const readme = ({ name, stem, consumes, publishes, store }: AgentPlan): string => {
  const owns = store
    ? `schema \`${name.replaceAll('-', '_')}\`: the decision store`
    : 'nothing: what it concludes follows from the event alone';
  const needs = ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL', ...(store ? ['DATABASE_URL'] : [])].map(
    (each) => `\`${each}\``,
  );
  return `# ${name}

Concludes ${told(publishes)} from ${told(consumes)}.

| | |
| --- | --- |
| consumes | ${told(consumes)} |
| publishes | ${told(publishes)} |
| owns | ${owns} |
| run | \`node apps/${name}/src/main.ts\` (needs ${needs.join(', ')}) |

What it concludes is in \`src/conclude.ts\`; what it reads and may say, in \`src/${stem}.agent.ts\`. See
[add an agent](../../docs/how-to/add-an-agent.md) for state, models and joins, and [configuration](../../docs/reference/configuration.md)
for what it reads from its environment.
`;
};

/** Every file of an agent's folder, by path from the root of the repository. */
export const agentFiles = (plan: AgentPlan): Files => {
  const files = { 'package.json': manifest(plan), 'README.md': readme(plan), ...sourceFiles(plan), ...specFiles(plan) };
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`apps/${plan.name}/${path}`, text]));
};
