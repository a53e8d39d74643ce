import type { Migrations } from '@troupe/database';
import type { AgentDefinition } from './define-agent.ts';
import { joinMigrations } from './join/waiting-table.ts';
import { decisionMigrations } from './store/decision-migrations.ts';

/** Whether an agent keeps the first of two events until the other comes. */
export const hasJoins = ({ reactions }: AgentDefinition): boolean => reactions.some(({ kind }) => kind === 'join');

/** Every migration of an agent's schema: its own tables, and those that its decisions and joins are kept in. */
export const agentMigrations = (agent: AgentDefinition, own: Migrations = {}): Migrations => ({
  ...decisionMigrations,
  ...(hasJoins(agent) && joinMigrations),
  ...own,
});
