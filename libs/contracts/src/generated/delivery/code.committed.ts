// Generated from schemas/delivery/code.committed.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** The code is written, and committed on a branch of its own. */
export interface CodeCommittedData {
  /** Name of the repository. */
  readonly workspace: string;
  /** Where to fetch it from. */
  readonly repository: string;
  /** The branch of this feature. */
  readonly branch: string;
  /** Its full id. */
  readonly commit: string;
  /** The commit of main that it stands on. */
  readonly base: string;
  /** What it adds or changes, as paths from the root. */
  readonly files: readonly string[];
  /** From 1; each review that asks for changes makes the next. */
  readonly attempt: number;
  /** The revision of the spec that it was made from; null stands for the latest that is known. */
  readonly revision: number | null;
  /** How the code came to be, for people: what was searched or asked, how often, how long. */
  readonly how: string;
  /** Which engine answered, with its version, such as offline-gherkin@2. */
  readonly decidedBy: string;
}

/** {@link CodeCommittedData} as it is given to the creator: fields with a default may be left out. */
export type CodeCommittedInput = Omit<CodeCommittedData, 'revision'> & Partial<Pick<CodeCommittedData, 'revision'>>;

/** The code is written, and committed on a branch of its own. */
export const CodeCommitted: EventType<'code.committed', CodeCommittedData, CodeCommittedInput> = eventType<'code.committed', CodeCommittedData, CodeCommittedInput>(
  {
    type: 'code.committed',
    domain: 'delivery',
    schema: {
      "type": "record",
      "name": "CodeCommitted",
      "namespace": "troupe.delivery",
      "doc": "The code is written, and committed on a branch of its own.",
      "fields": [
        {
          "name": "workspace",
          "type": "string",
          "doc": "Name of the repository."
        },
        {
          "name": "repository",
          "type": "string",
          "doc": "Where to fetch it from."
        },
        {
          "name": "branch",
          "type": "string",
          "doc": "The branch of this feature."
        },
        {
          "name": "commit",
          "type": "string",
          "doc": "Its full id."
        },
        {
          "name": "base",
          "type": "string",
          "doc": "The commit of main that it stands on."
        },
        {
          "name": "files",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "What it adds or changes, as paths from the root."
        },
        {
          "name": "attempt",
          "type": "int",
          "doc": "From 1; each review that asks for changes makes the next."
        },
        {
          "name": "revision",
          "type": [
            "null",
            "int"
          ],
          "default": null,
          "doc": "The revision of the spec that it was made from; null stands for the latest that is known."
        },
        {
          "name": "how",
          "type": "string",
          "doc": "How the code came to be, for people: what was searched or asked, how often, how long."
        },
        {
          "name": "decidedBy",
          "type": "string",
          "doc": "Which engine answered, with its version, such as offline-gherkin@2."
        }
      ]
    },
  },
  {"revision":null},
);
