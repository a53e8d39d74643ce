// Generated from schemas/delivery/code.abandoned.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** The developer could not write code that does what the examples ask. */
export interface CodeAbandonedData {
  /** Name of the repository. */
  readonly workspace: string;
  /** Why not, for people. */
  readonly reason: string;
  /** What was tried, one line each. */
  readonly tried: readonly string[];
  /** From 1: which attempt was given up. */
  readonly attempt: number;
  /** Which engine answered, with its version, such as offline-gherkin@2. */
  readonly decidedBy: string;
}

/** {@link CodeAbandonedData} as it is given to the creator: fields with a default may be left out. */
export type CodeAbandonedInput = CodeAbandonedData;

/** The developer could not write code that does what the examples ask. */
export const CodeAbandoned: EventType<'code.abandoned', CodeAbandonedData, CodeAbandonedInput> = eventType<'code.abandoned', CodeAbandonedData, CodeAbandonedInput>(
  {
    type: 'code.abandoned',
    domain: 'delivery',
    schema: {
      "type": "record",
      "name": "CodeAbandoned",
      "namespace": "troupe.delivery",
      "doc": "The developer could not write code that does what the examples ask.",
      "fields": [
        {
          "name": "workspace",
          "type": "string",
          "doc": "Name of the repository."
        },
        {
          "name": "reason",
          "type": "string",
          "doc": "Why not, for people."
        },
        {
          "name": "tried",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "What was tried, one line each."
        },
        {
          "name": "attempt",
          "type": "int",
          "doc": "From 1: which attempt was given up."
        },
        {
          "name": "decidedBy",
          "type": "string",
          "doc": "Which engine answered, with its version, such as offline-gherkin@2."
        }
      ]
    },
  },
);
