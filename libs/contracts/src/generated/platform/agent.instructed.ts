// Generated from schemas/platform/agent.instructed.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** What shall be done. */
export type InstructedAction = 'pause' | 'resume' | 'drain' | 'concurrency' | 'unknown';

/** Somebody tells an agent, or one instance of it, what to do. It holds until another instruction says otherwise. The key is the agent. */
export interface AgentInstructedData {
  /** Who shall obey. */
  readonly agent: string;
  /** The one instance that shall obey; null for all, also those that start later. */
  readonly instance: string | null;
  /** pause: begin nothing. drain: finish what was taken, take no more, and be not ready. resume: go on. concurrency: have no more handlers under way. */
  readonly action: InstructedAction;
  /** With `concurrency`: how many handlers may be under way. */
  readonly concurrency: number | null;
  /** Who says so. */
  readonly by: string;
  /** Why. */
  readonly reason: string;
}

/** {@link AgentInstructedData} as it is given to the creator: fields with a default may be left out. */
export type AgentInstructedInput = Omit<AgentInstructedData, 'instance' | 'concurrency'> & Partial<Pick<AgentInstructedData, 'instance' | 'concurrency'>>;

/** Somebody tells an agent, or one instance of it, what to do. It holds until another instruction says otherwise. The key is the agent. */
export const AgentInstructed: EventType<'agent.instructed', AgentInstructedData, AgentInstructedInput> = eventType<'agent.instructed', AgentInstructedData, AgentInstructedInput>(
  {
    type: 'agent.instructed',
    domain: 'platform',
    key: 'agent',
    origin: 'operator',
    schema: {
      "type": "record",
      "name": "AgentInstructed",
      "namespace": "troupe.platform",
      "doc": "Somebody tells an agent, or one instance of it, what to do. It holds until another instruction says otherwise. The key is the agent.",
      "fields": [
        {
          "name": "agent",
          "type": "string",
          "doc": "Who shall obey."
        },
        {
          "name": "instance",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "The one instance that shall obey; null for all, also those that start later."
        },
        {
          "name": "action",
          "type": {
            "type": "enum",
            "name": "InstructedAction",
            "doc": "What shall be done.",
            "symbols": [
              "pause",
              "resume",
              "drain",
              "concurrency",
              "unknown"
            ],
            "default": "unknown"
          },
          "doc": "pause: begin nothing. drain: finish what was taken, take no more, and be not ready. resume: go on. concurrency: have no more handlers under way."
        },
        {
          "name": "concurrency",
          "type": [
            "null",
            "int"
          ],
          "default": null,
          "doc": "With `concurrency`: how many handlers may be under way."
        },
        {
          "name": "by",
          "type": "string",
          "doc": "Who says so."
        },
        {
          "name": "reason",
          "type": "string",
          "doc": "Why."
        }
      ]
    },
  },
  {"instance":null,"concurrency":null},
);
