// Generated from schemas/delivery/merge.refused.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** Main has changed in the same files since: the feature stays on its branch. */
export interface MergeRefusedData {
  /** Name of the repository. */
  readonly workspace: string;
  /** The branch that stays. */
  readonly branch: string;
  /** The reviewed commit. */
  readonly commit: string;
  /** The files that main has changed as well. */
  readonly files: readonly string[];
  /** Why, for people. */
  readonly reason: string;
}

/** {@link MergeRefusedData} as it is given to the creator: fields with a default may be left out. */
export type MergeRefusedInput = MergeRefusedData;

/** Main has changed in the same files since: the feature stays on its branch. */
export const MergeRefused: EventType<'merge.refused', MergeRefusedData, MergeRefusedInput> = eventType<'merge.refused', MergeRefusedData, MergeRefusedInput>(
  {
    type: 'merge.refused',
    domain: 'delivery',
    schema: {
      "type": "record",
      "name": "MergeRefused",
      "namespace": "troupe.delivery",
      "doc": "Main has changed in the same files since: the feature stays on its branch.",
      "fields": [
        {
          "name": "workspace",
          "type": "string",
          "doc": "Name of the repository."
        },
        {
          "name": "branch",
          "type": "string",
          "doc": "The branch that stays."
        },
        {
          "name": "commit",
          "type": "string",
          "doc": "The reviewed commit."
        },
        {
          "name": "files",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "The files that main has changed as well."
        },
        {
          "name": "reason",
          "type": "string",
          "doc": "Why, for people."
        }
      ]
    },
  },
);
