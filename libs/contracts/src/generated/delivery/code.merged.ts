// Generated from schemas/delivery/code.merged.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** Main now holds the feature. */
export interface CodeMergedData {
  /** Name of the repository. */
  readonly workspace: string;
  /** The branch that was merged. */
  readonly branch: string;
  /** What main points to now. */
  readonly commit: string;
  /** The commit that was reviewed: the same, when main could be fast-forwarded. */
  readonly reviewed: string;
}

/** {@link CodeMergedData} as it is given to the creator: fields with a default may be left out. */
export type CodeMergedInput = CodeMergedData;

/** Main now holds the feature. */
export const CodeMerged: EventType<'code.merged', CodeMergedData, CodeMergedInput> = eventType<'code.merged', CodeMergedData, CodeMergedInput>(
  {
    type: 'code.merged',
    domain: 'delivery',
    schema: {
      "type": "record",
      "name": "CodeMerged",
      "namespace": "troupe.delivery",
      "doc": "Main now holds the feature.",
      "fields": [
        {
          "name": "workspace",
          "type": "string",
          "doc": "Name of the repository."
        },
        {
          "name": "branch",
          "type": "string",
          "doc": "The branch that was merged."
        },
        {
          "name": "commit",
          "type": "string",
          "doc": "What main points to now."
        },
        {
          "name": "reviewed",
          "type": "string",
          "doc": "The commit that was reviewed: the same, when main could be fast-forwarded."
        }
      ]
    },
  },
);
