import type { Migrations } from '@troupe/database';
import type { AgentDefinition } from './define-agent.ts';
import { budgetMigrations } from './budget/budget-tables.ts';
import { joinMigrations } from './join/waiting-table.ts';
import { stepMigrations } from './steps/step-table.ts';
import { decisionMigrations } from './store/decision-migrations.ts';

/** Whether an agent keeps the first of two events until the other comes. */
export const hasJoins = ({ reactions }: AgentDefinition): boolean => reactions.some(({ kind }) => kind === 'join');

/** Whether an agent does something before it decides. */
export const hasSteps = ({ reactions }: AgentDefinition): boolean =>
  reactions.some(({ prepare }) => prepare !== undefined);

/** Every migration of an agent's schema: its own tables, and those that its decisions, joins, steps and what
 * they use up are kept in. */
export const agentMigrations = (agent: AgentDefinition, own: Migrations = {}): Migrations => ({
  ...decisionMigrations,
  ...budgetMigrations,
  ...(hasJoins(agent) && joinMigrations),
  ...(hasSteps(agent) && stepMigrations),
  ...own,
});
