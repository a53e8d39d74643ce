import { agentSchema, loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { connectDatabase } from '@troupe/database';
import { probeSandbox, sandboxOptions } from '@troupe/sandbox';
import { createWorkspaces } from '@troupe/workspace';
import { memoryOf } from './memory.ts';
import { migrations } from './migrations.ts';
import { qaAgent } from './qa.agent.ts';
import { qaSettings } from './settings.ts';
import type { QaTables } from './tables.ts';

const NAME = 'qa-agent';
/** For reading before decisions; these are short. */
const CONNECTIONS = 4;

const config = loadServiceConfig(process.env, { name: NAME, settings: qaSettings });
const workspaces = createWorkspaces({ folder: config.settings.WORKSPACES_DIR });
await workspaces.version();
const probe = await probeSandbox(sandboxOptions(config.settings));

const database = connectDatabase<QaTables>({
  // There: it is required of every service that does not say otherwise.
  url: config.databaseUrl ?? '',
  schema: agentSchema(NAME),
  applicationName: NAME,
  maxConnections: CONNECTIONS,
});

await runAgent(qaAgent({ workspaces, probe, memory: memoryOf(database) }), { config, migrations });
