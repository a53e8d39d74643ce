// Generated from schemas/delivery/spec.rejected.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** One thing that must be known first. */
export interface SpecQuestion {
  /** Names the question in an answer; the same for the same question of the same feature. */
  readonly id: string;
  /** Which check asks, such as examples-contradict. */
  readonly rule: string;
  /** What a person is asked, with the mend. */
  readonly question: string;
  /** The scenario that it is about; null when it is about the whole feature. */
  readonly scenario: string | null;
  /** The line of the feature, from 1. */
  readonly line: number | null;
  /** The answers that can be taken as they are; empty when the feature has to be rewritten. */
  readonly choices: readonly string[];
}

/** The feature cannot be built and tested as it stands: a person has to answer these questions. */
export interface SpecRejectedData {
  /** What has to be answered, in the order of the feature; at least one. */
  readonly questions: readonly SpecQuestion[];
  /** The feature as a language model wrote it from prose; null where a person did. */
  readonly feature: string | null;
  /** Which engine answered, with its version, such as offline-gherkin@2. */
  readonly decidedBy: string;
}

/** {@link SpecRejectedData} as it is given to the creator: fields with a default may be left out. */
export type SpecRejectedInput = Omit<SpecRejectedData, 'feature'> & Partial<Pick<SpecRejectedData, 'feature'>>;

/** The feature cannot be built and tested as it stands: a person has to answer these questions. */
export const SpecRejected: EventType<'spec.rejected', SpecRejectedData, SpecRejectedInput> = eventType<'spec.rejected', SpecRejectedData, SpecRejectedInput>(
  {
    type: 'spec.rejected',
    domain: 'delivery',
    schema: {
      "type": "record",
      "name": "SpecRejected",
      "namespace": "troupe.delivery",
      "doc": "The feature cannot be built and tested as it stands: a person has to answer these questions.",
      "fields": [
        {
          "name": "questions",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "SpecQuestion",
              "doc": "One thing that must be known first.",
              "fields": [
                {
                  "name": "id",
                  "type": "string",
                  "doc": "Names the question in an answer; the same for the same question of the same feature."
                },
                {
                  "name": "rule",
                  "type": "string",
                  "doc": "Which check asks, such as examples-contradict."
                },
                {
                  "name": "question",
                  "type": "string",
                  "doc": "What a person is asked, with the mend."
                },
                {
                  "name": "scenario",
                  "type": [
                    "null",
                    "string"
                  ],
                  "default": null,
                  "doc": "The scenario that it is about; null when it is about the whole feature."
                },
                {
                  "name": "line",
                  "type": [
                    "null",
                    "int"
                  ],
                  "default": null,
                  "doc": "The line of the feature, from 1."
                },
                {
                  "name": "choices",
                  "type": {
                    "type": "array",
                    "items": "string"
                  },
                  "doc": "The answers that can be taken as they are; empty when the feature has to be rewritten."
                }
              ]
            }
          },
          "doc": "What has to be answered, in the order of the feature; at least one."
        },
        {
          "name": "feature",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "The feature as a language model wrote it from prose; null where a person did."
        },
        {
          "name": "decidedBy",
          "type": "string",
          "doc": "Which engine answered, with its version, such as offline-gherkin@2."
        }
      ]
    },
  },
  {"feature":null},
);
