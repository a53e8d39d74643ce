import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentMigrations, type AgentDefinition } from '@troupe/agent-sdk';
import type { CodeCommitted, CodeCommittedData } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { probeSandbox, type SandboxOptions, type SandboxProbe } from '@troupe/sandbox';
import { isolated, type IsolatedStack } from '@troupe/testing';
import { createWorkspaces, type Workspace, type Workspaces } from '@troupe/workspace';
import { commitModule } from './commit.fixture.ts';
import { memoryOf } from './memory.ts';
import { migrations } from './migrations.ts';
import { qaAgent } from './qa.agent.ts';
import type { QaTables } from './tables.ts';

/** A reviewer with a database, a folder of repositories and a sandbox of its own. */
export interface TestQa {
  readonly place: IsolatedStack;
  readonly database: Pick<Database<object>, 'db'>;
  readonly workspaces: Workspaces;
  readonly probe: SandboxProbe;
  /** How often the files of a commit were read. */
  readonly readings: () => number;
  agent(probe?: SandboxProbe): AgentDefinition;
  /** Commits a module as a developer does, and says so. */
  commit(source: string, changes?: Partial<CodeCommittedData>): Promise<ReturnType<typeof CodeCommitted>>;
  close(): Promise<void>;
}

const counted = (workspaces: Workspaces, count: () => void): Workspaces => ({
  ...workspaces,
  open: async (name) => {
    const workspace = await workspaces.open(name);
    const files: Workspace['files'] = (request) => {
      count();
      return workspace.files(request);
    };
    return { ...workspace, files };
  },
});

export const openQa = async (name: string, sandbox: SandboxOptions): Promise<TestQa> => {
  const folder = mkdtempSync(join(tmpdir(), 'troupe-qa-'));
  const place = await isolated(name);
  const database = connectDatabase<QaTables>({ url: place.databaseUrl, schema: 'qa_agent', applicationName: name });
  const workspaces = createWorkspaces({ folder });
  const probe = await probeSandbox(sandbox);
  let readings = 0;
  const counting = counted(workspaces, () => (readings += 1));
  const agent: TestQa['agent'] = (own = probe) =>
    qaAgent({ workspaces: counting, probe: own, memory: memoryOf(database) });
  await migrate(database, agentMigrations(agent(), migrations));
  return {
    place,
    // It writes to none of these tables itself, and Kysely's types allow no such narrowing.
    database: database as unknown as Pick<Database<object>, 'db'>,
    workspaces,
    probe,
    readings: () => readings,
    agent,
    commit: (source, changes = {}) => commitModule(workspaces, source, changes),
    close: async () => {
      await probe.close();
      await database.close();
      await place.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
