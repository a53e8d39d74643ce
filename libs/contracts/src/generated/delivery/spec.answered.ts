// Generated from schemas/delivery/spec.answered.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** One answer. */
export interface SpecAnswer {
  /** The id of the question. */
  readonly question: string;
  /** One of its choices, or free words. */
  readonly answer: string;
}

/** A person has answered the questions of a rejected spec: the feature is looked at again. */
export interface SpecAnsweredData {
  /** The whole feature, rewritten; null leaves it as it is. */
  readonly feature: string | null;
  /** Answers to single questions. */
  readonly answers: readonly SpecAnswer[];
  /** Who answers, for the record. */
  readonly answeredBy: string | null;
}

/** {@link SpecAnsweredData} as it is given to the creator: fields with a default may be left out. */
export type SpecAnsweredInput = Omit<SpecAnsweredData, 'feature' | 'answers' | 'answeredBy'> & Partial<Pick<SpecAnsweredData, 'feature' | 'answers' | 'answeredBy'>>;

/** A person has answered the questions of a rejected spec: the feature is looked at again. */
export const SpecAnswered: EventType<'spec.answered', SpecAnsweredData, SpecAnsweredInput> = eventType<'spec.answered', SpecAnsweredData, SpecAnsweredInput>(
  {
    type: 'spec.answered',
    domain: 'delivery',
    schema: {
      "type": "record",
      "name": "SpecAnswered",
      "namespace": "troupe.delivery",
      "doc": "A person has answered the questions of a rejected spec: the feature is looked at again.",
      "fields": [
        {
          "name": "feature",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "The whole feature, rewritten; null leaves it as it is."
        },
        {
          "name": "answers",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "SpecAnswer",
              "doc": "One answer.",
              "fields": [
                {
                  "name": "question",
                  "type": "string",
                  "doc": "The id of the question."
                },
                {
                  "name": "answer",
                  "type": "string",
                  "doc": "One of its choices, or free words."
                }
              ]
            }
          },
          "default": [],
          "doc": "Answers to single questions."
        },
        {
          "name": "answeredBy",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "Who answers, for the record."
        }
      ]
    },
  },
  {"feature":null,"answers":[],"answeredBy":null},
);
