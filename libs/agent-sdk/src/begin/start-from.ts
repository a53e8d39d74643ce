import { TroupeError, type EventDefinition } from '@troupe/contracts';
import type { AgentDefinition } from '../define-agent.ts';

/** Of what was in the log before the agent, only what belongs to conversations that have not ended. */
export interface OpenConversations {
  /** A conversation that has one of these in the ledger has ended. */
  readonly endedBy: readonly EventDefinition[];
  /** Events from before the agent that one instance handles in a second at most. */
  readonly perSecond: number;
}

/**
 * What a new agent does about events that were in the log before it: all of them · none of them · those of conversations that
 * go on. It counts when the agent starts for the first time; one that has decided anything goes on where it was.
 */
export type StartFrom = 'beginning' | 'latest' | OpenConversations;

const PER_SECOND = 50;

/**
 * Lets a new agent catch up with what goes on, and with nothing else, at a rate that others do not feel. Needs the ledger.
 *
 * @example
 * await runAgent(agent, { config, migrations, startFrom: openConversations({ endedBy: [OrderClosed], perSecond: 20 }) });
 */
export const openConversations = ({
  endedBy,
  perSecond = PER_SECOND,
}: Pick<OpenConversations, 'endedBy'> & Partial<OpenConversations>): OpenConversations => ({ endedBy, perSecond });

const invalid = (agent: AgentDefinition, why: string): TroupeError =>
  new TroupeError('DEFINITION_INVALID', `${agent.name} cannot start from there: ${why}`);

/** Refuses a start that cannot be. @throws TroupeError DEFINITION_INVALID */
export const refuseStart = (agent: AgentDefinition, startFrom: StartFrom): void => {
  if (startFrom === 'beginning') return;
  if (agent.pure) throw invalid(agent, `it is pure, and has nowhere to keep when it began: leave out 'pure'`);
  if (startFrom === 'latest') return;
  if (startFrom.endedBy.length === 0) throw invalid(agent, `'endedBy' names no event that ends a conversation`);
  if (!(startFrom.perSecond > 0)) throw invalid(agent, `'perSecond' has to be more than 0`);
};
