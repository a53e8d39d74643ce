import { loadServiceConfig, runAgent, type AgentDefinition } from '@troupe/agent-sdk';
import type { Migrations } from '@troupe/database';
import { openEventLog, type EventLog } from './event-log.ts';
import { isolated, type IsolatedStack } from './stack-isolated.ts';

/** An agent that runs in this process on real servers, in a place of its own. */
export interface AgentPlace {
  readonly place: IsolatedStack;
  /** Of the events that the agent consumes and publishes, and of its dead letters. */
  readonly log: EventLog;
  /** Stops the agent and removes its place. */
  close(): Promise<void>;
}

/** What an agent is run with. */
export interface AgentPlaceOptions {
  /** Of the agent's own tables. @default none */
  readonly migrations?: Migrations;
}

/** Makes a place for an agent and runs it there. */
export const openAgentPlace = async (agent: AgentDefinition, options: AgentPlaceOptions = {}): Promise<AgentPlace> => {
  const { name, consumes, publishes } = agent;
  const place = await isolated(name);
  const log = await openEventLog(place, { deadLettersOf: [name], events: [...consumes, ...publishes] });
  const config = loadServiceConfig({ ...place.env, LOG_LEVEL: 'silent' }, { name });
  const running = await runAgent(agent, { ...options, config, standalone: false });
  return {
    place,
    log,
    close: async () => {
      await running.stop();
      await log.close();
      await place.drop();
    },
  };
};
