import { everythingAfterwards } from '../afterwards.ts';
import { eventFiles } from '../event/write-event.ts';
import type { Afterwards, FileTree } from '../file-tree.ts';
import { writeFiles } from '../write-files.ts';
import { agentFiles } from './agent-files.ts';
import { planAgent, type AgentGeneratorOptions } from './agent-plan.ts';

/**
 * `nx g agent`: a service that runs, with its specs and the schemas of the events that are new; what follows from them is
 * made once they lie there. @throws TroupeError DEFINITION_INVALID before anything is written
 */
export const agentGenerator = async (tree: FileTree, options: AgentGeneratorOptions): Promise<Afterwards> => {
  const plan = planAgent(tree, options);
  const schemas = plan.publishes.filter(({ isNew }) => isNew).flatMap((event) => Object.entries(eventFiles(event)));
  await writeFiles(tree, { ...Object.fromEntries(schemas), ...agentFiles(plan) });
  return everythingAfterwards(tree.root, { install: options.install ?? true });
};
