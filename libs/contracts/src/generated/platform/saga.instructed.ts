// Generated from schemas/platform/saga.instructed.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** What shall be done. */
export type SagaAction = 'unknown' | 'pause' | 'resume' | 'cancel' | 'retry' | 'retrigger' | 'force' | 'move';

/** How a saga is made to come out. */
export type ForcedOutcome = 'unknown' | 'completed' | 'rejected';

/** An operator says what shall become of one instance of a saga. A fact of its conversation like any other: it is judged in the order of the log, and applied or refused. */
export interface SagaInstructedData {
  /** The saga's name; no other saga of the conversation is concerned. */
  readonly saga: string;
  /** pause: decide nothing, and let its time stand still. resume: go on. cancel: reject it, so that participants undo their parts. retry: ask the participant of a step again. retrigger: start it anew in a conversation of its own. force: decide it although steps are missing. move: it was moved to another version of its definition, in the transaction that tells of it; nothing follows. */
  readonly action: SagaAction;
  /** With `retry`: the step. */
  readonly step: string | null;
  /** With `force`: how it shall come out. */
  readonly outcome: ForcedOutcome | null;
  /** With `move`: the version that it goes on with. */
  readonly version: string | null;
  /** Why. */
  readonly reason: string;
  /** Who says so. */
  readonly by: string;
}

/** {@link SagaInstructedData} as it is given to the creator: fields with a default may be left out. */
export type SagaInstructedInput = Omit<SagaInstructedData, 'step' | 'outcome' | 'version'> & Partial<Pick<SagaInstructedData, 'step' | 'outcome' | 'version'>>;

/** An operator says what shall become of one instance of a saga. A fact of its conversation like any other: it is judged in the order of the log, and applied or refused. */
export const SagaInstructed: EventType<'saga.instructed', SagaInstructedData, SagaInstructedInput> = eventType<'saga.instructed', SagaInstructedData, SagaInstructedInput>(
  {
    type: 'saga.instructed',
    domain: 'platform',
    schema: {
      "type": "record",
      "name": "SagaInstructed",
      "namespace": "troupe.platform",
      "doc": "An operator says what shall become of one instance of a saga. A fact of its conversation like any other: it is judged in the order of the log, and applied or refused.",
      "fields": [
        {
          "name": "saga",
          "type": "string",
          "doc": "The saga's name; no other saga of the conversation is concerned."
        },
        {
          "name": "action",
          "type": {
            "type": "enum",
            "name": "SagaAction",
            "doc": "What shall be done.",
            "symbols": [
              "unknown",
              "pause",
              "resume",
              "cancel",
              "retry",
              "retrigger",
              "force",
              "move"
            ],
            "default": "unknown"
          },
          "doc": "pause: decide nothing, and let its time stand still. resume: go on. cancel: reject it, so that participants undo their parts. retry: ask the participant of a step again. retrigger: start it anew in a conversation of its own. force: decide it although steps are missing. move: it was moved to another version of its definition, in the transaction that tells of it; nothing follows."
        },
        {
          "name": "step",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "With `retry`: the step."
        },
        {
          "name": "outcome",
          "type": [
            "null",
            {
              "type": "enum",
              "name": "ForcedOutcome",
              "doc": "How a saga is made to come out.",
              "symbols": [
                "unknown",
                "completed",
                "rejected"
              ],
              "default": "unknown"
            }
          ],
          "default": null,
          "doc": "With `force`: how it shall come out."
        },
        {
          "name": "version",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "With `move`: the version that it goes on with."
        },
        {
          "name": "reason",
          "type": "string",
          "doc": "Why."
        },
        {
          "name": "by",
          "type": "string",
          "doc": "Who says so."
        }
      ]
    },
  },
  {"step":null,"outcome":null,"version":null},
);
