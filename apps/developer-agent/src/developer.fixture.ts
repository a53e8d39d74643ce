import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentMigrations, type AgentDefinition, type Dependency } from '@troupe/agent-sdk';
import { PrReviewed, type DraftOf, type PrReviewedData } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { isolated } from '@troupe/testing';
import { createWorkspaces, type Workspaces } from '@troupe/workspace';
import type { CodeAuthor, CodingTask, Written } from './authors/code-author.ts';
import { developerAgent } from './developer.agent.ts';
import { memoryOf } from './memory.ts';
import { migrations } from './migrations.ts';
import { largePrice } from './tax.fixture.ts';
import type { CodeTester, OwnTests } from './own-tests/code-tester.ts';
import type { DeveloperTables } from './tables.ts';

/** A review that asks for changes, unless a test says otherwise. */
export const reviewOf = (commit: string, changes: Partial<PrReviewedData> = {}): DraftOf<typeof PrReviewed> =>
  PrReviewed({
    commit,
    branch: 'feature/sales-tax',
    attempt: 1,
    verdict: 'CHANGES_REQUESTED',
    examples: 4,
    failures: [largePrice],
    cause: null,
    decidedBy: 'qa@1',
    ...changes,
  });

/** An author whose answers a test gives; a recorded step, as of any author. It remembers what it was asked. */
export interface ScriptedAuthor extends CodeAuthor {
  readonly tasks: CodingTask[];
}

/** A module that answers with an expression. */
export const moduleOf = (expression: string): Written => ({
  kind: 'written',
  source: `export const salesTax = (price) => ${expression};\n`,
  how: `told to write ${expression}`,
});

export const scriptedAuthor = (...answers: readonly Written[]): ScriptedAuthor => {
  const tasks: CodingTask[] = [];
  const write: CodeAuthor['write'] = (task, { record }) =>
    record('write', () => {
      tasks.push(task);
      const answer = answers[task.attempt - 1];
      if (answer === undefined) throw new Error(`attempt ${task.attempt} was not foreseen`);
      return answer;
    });
  return { name: 'script@1', tasks, write };
};

/** A tester that finds what a test says. Default: it cannot test. */
export const scriptedTester = (tests: OwnTests = { kind: 'untested', why: 'nobody can' }): CodeTester & Dependency => ({
  name: 'tester',
  available: () => true,
  observe: () => undefined,
  test: () => Promise.resolve(tests),
});

/** A developer with a database and a folder of repositories of its own. */
export interface TestDeveloper {
  readonly database: Pick<Database<object>, 'db'>;
  readonly db: Database<DeveloperTables>['db'];
  readonly workspaces: Workspaces;
  agent(
    author: CodeAuthor,
    more?: { readonly workspaces?: Workspaces; readonly tester?: CodeTester & Dependency },
  ): AgentDefinition;
  /** Runs the git of the machine in a workspace, as a person would. */
  git(workspace: string, ...args: readonly string[]): string;
  close(): Promise<void>;
}

export const openDeveloper = async (name: string): Promise<TestDeveloper> => {
  const folder = mkdtempSync(join(tmpdir(), 'troupe-developer-'));
  const place = await isolated(name);
  const database = connectDatabase<DeveloperTables>({ url: place.databaseUrl, schema: 'developer_agent' });
  const workspaces = createWorkspaces({ folder });
  const agent: TestDeveloper['agent'] = (author, more = {}) =>
    developerAgent({ workspaces, author, tester: scriptedTester(), memory: memoryOf(database), ...more });
  await migrate(database, agentMigrations(agent(scriptedAuthor()), migrations));
  return {
    // It writes to none of these tables itself, and Kysely's types allow no such narrowing.
    database: database as unknown as Pick<Database<object>, 'db'>,
    db: database.db,
    workspaces,
    agent,
    git: (workspace, ...args) =>
      execFileSync('git', ['--git-dir', join(folder, `${workspace}.git`), ...args], { encoding: 'utf8' }).trim(),
    close: async () => {
      await database.close();
      await place.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
