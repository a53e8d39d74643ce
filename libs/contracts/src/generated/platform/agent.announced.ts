// Generated from schemas/platform/agent.announced.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** What an instance does about its work. */
export type AgentState = 'starting' | 'running' | 'paused' | 'draining' | 'unknown';

/** An instance of a service is there, and how it fares. The key is agent/instance; the topic keeps the last of each, and none of one that has ended. */
export interface AgentAnnouncedData {
  /** The service, which is also its consumer group. */
  readonly agent: string;
  /** Of its conclusions. */
  readonly version: string;
  /** One process of it. */
  readonly instance: string;
  /** The event types that it reads. */
  readonly consumes: readonly string[];
  /** The event types that it may conclude. */
  readonly publishes: readonly string[];
  /** Records in flight or queued. */
  readonly inFlight: number;
  /** Records on its partitions that are not dealt with. */
  readonly lag: number;
  /** In 95 of 100 cases a record was handled within so many milliseconds, of late; null when none was. */
  readonly p95Ms: number | null;
  /** Whether it takes work, takes none, or finishes what it has taken and takes no more. */
  readonly state: AgentState;
  /** Handlers under way at most; null where nothing is handled. */
  readonly concurrency: number | null;
  /** When the process began, by its clock. */
  readonly startedAt: number;
  /** The next announcement comes in so many milliseconds: a reader judges by it who is gone. */
  readonly everyMs: number;
}

/** {@link AgentAnnouncedData} as it is given to the creator: fields with a default may be left out. */
export type AgentAnnouncedInput = Omit<AgentAnnouncedData, 'p95Ms' | 'concurrency'> & Partial<Pick<AgentAnnouncedData, 'p95Ms' | 'concurrency'>>;

/** An instance of a service is there, and how it fares. The key is agent/instance; the topic keeps the last of each, and none of one that has ended. */
export const AgentAnnounced: EventType<'agent.announced', AgentAnnouncedData, AgentAnnouncedInput> = eventType<'agent.announced', AgentAnnouncedData, AgentAnnouncedInput>(
  {
    type: 'agent.announced',
    domain: 'platform',
    key: 'agent',
    audience: 'operator',
    schema: {
      "type": "record",
      "name": "AgentAnnounced",
      "namespace": "troupe.platform",
      "doc": "An instance of a service is there, and how it fares. The key is agent/instance; the topic keeps the last of each, and none of one that has ended.",
      "fields": [
        {
          "name": "agent",
          "type": "string",
          "doc": "The service, which is also its consumer group."
        },
        {
          "name": "version",
          "type": "string",
          "doc": "Of its conclusions."
        },
        {
          "name": "instance",
          "type": "string",
          "doc": "One process of it."
        },
        {
          "name": "consumes",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "The event types that it reads."
        },
        {
          "name": "publishes",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "The event types that it may conclude."
        },
        {
          "name": "inFlight",
          "type": "int",
          "doc": "Records in flight or queued."
        },
        {
          "name": "lag",
          "type": "long",
          "doc": "Records on its partitions that are not dealt with."
        },
        {
          "name": "p95Ms",
          "type": [
            "null",
            "double"
          ],
          "default": null,
          "doc": "In 95 of 100 cases a record was handled within so many milliseconds, of late; null when none was."
        },
        {
          "name": "state",
          "type": {
            "type": "enum",
            "name": "AgentState",
            "doc": "What an instance does about its work.",
            "symbols": [
              "starting",
              "running",
              "paused",
              "draining",
              "unknown"
            ],
            "default": "unknown"
          },
          "doc": "Whether it takes work, takes none, or finishes what it has taken and takes no more."
        },
        {
          "name": "concurrency",
          "type": [
            "null",
            "int"
          ],
          "default": null,
          "doc": "Handlers under way at most; null where nothing is handled."
        },
        {
          "name": "startedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When the process began, by its clock."
        },
        {
          "name": "everyMs",
          "type": "int",
          "doc": "The next announcement comes in so many milliseconds: a reader judges by it who is gone."
        }
      ]
    },
  },
  {"p95Ms":null,"concurrency":null},
);
