// Generated from schemas/support/support.routine.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** What the confidence rests on. */
export type RoutineCalibration = 'MEASURED' | 'ESTIMATED';

/** How soon somebody has to look. */
export type RoutineUrgency = 'LOW' | 'NORMAL' | 'HIGH';

/** Something that counted. */
export interface RoutineReason {
  /** What kind of thing it is, such as complaint, wait or word. */
  readonly cue: string;
  /** The words of the ticket. */
  readonly text: string;
  /** What it added to the log-odds that the ticket is negative; below 0 it spoke against that. 0 where the engine gives no weights. */
  readonly weight: number;
}

/** The ticket can wait for its turn. */
export interface SupportRoutineData {
  /** Sentiment of the ticket between -1 (surely negative) and 1 (surely not): 1 minus twice the probability that it is negative. */
  readonly score: number;
  /** Probability between 0 and 1 that the side of 0 which the score is on is right. */
  readonly confidence: number;
  /** MEASURED when it was calibrated on tickets that people have judged; ESTIMATED when a rule or a language model states it. */
  readonly calibration: RoutineCalibration;
  /** The score under which a ticket was critical when this was decided. */
  readonly threshold: number;
  /** How soon somebody has to look at it. */
  readonly urgency: RoutineUrgency;
  /** What it is about, such as delay or payment; other where nothing says. */
  readonly topic: string;
  /** What counted, heaviest first. */
  readonly reasons: readonly RoutineReason[];
  /** Which engine answered, with its version: offline-lexicon@1, taught-linear@ with the digest of what was taught, or a language model with its prompt. */
  readonly decidedBy: string;
}

/** {@link SupportRoutineData} as it is given to the creator: fields with a default may be left out. */
export type SupportRoutineInput = SupportRoutineData;

/** The ticket can wait for its turn. */
export const SupportRoutine: EventType<'support.routine', SupportRoutineData, SupportRoutineInput> = eventType<'support.routine', SupportRoutineData, SupportRoutineInput>(
  {
    type: 'support.routine',
    domain: 'support',
    audience: 'operator',
    schema: {
      "type": "record",
      "name": "SupportRoutine",
      "namespace": "troupe.support",
      "doc": "The ticket can wait for its turn.",
      "fields": [
        {
          "name": "score",
          "type": "double",
          "doc": "Sentiment of the ticket between -1 (surely negative) and 1 (surely not): 1 minus twice the probability that it is negative."
        },
        {
          "name": "confidence",
          "type": "double",
          "doc": "Probability between 0 and 1 that the side of 0 which the score is on is right."
        },
        {
          "name": "calibration",
          "type": {
            "type": "enum",
            "name": "RoutineCalibration",
            "symbols": [
              "MEASURED",
              "ESTIMATED"
            ],
            "default": "ESTIMATED",
            "doc": "What the confidence rests on."
          },
          "doc": "MEASURED when it was calibrated on tickets that people have judged; ESTIMATED when a rule or a language model states it."
        },
        {
          "name": "threshold",
          "type": "double",
          "doc": "The score under which a ticket was critical when this was decided."
        },
        {
          "name": "urgency",
          "type": {
            "type": "enum",
            "name": "RoutineUrgency",
            "symbols": [
              "LOW",
              "NORMAL",
              "HIGH"
            ],
            "default": "NORMAL",
            "doc": "How soon somebody has to look."
          },
          "doc": "How soon somebody has to look at it."
        },
        {
          "name": "topic",
          "type": "string",
          "doc": "What it is about, such as delay or payment; other where nothing says."
        },
        {
          "name": "reasons",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "RoutineReason",
              "doc": "Something that counted.",
              "fields": [
                {
                  "name": "cue",
                  "type": "string",
                  "doc": "What kind of thing it is, such as complaint, wait or word."
                },
                {
                  "name": "text",
                  "type": "string",
                  "doc": "The words of the ticket."
                },
                {
                  "name": "weight",
                  "type": "double",
                  "doc": "What it added to the log-odds that the ticket is negative; below 0 it spoke against that. 0 where the engine gives no weights."
                }
              ]
            }
          },
          "doc": "What counted, heaviest first."
        },
        {
          "name": "decidedBy",
          "type": "string",
          "doc": "Which engine answered, with its version: offline-lexicon@1, taught-linear@ with the digest of what was taught, or a language model with its prompt."
        }
      ]
    },
  },
);
