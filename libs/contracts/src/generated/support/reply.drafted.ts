// Generated from schemas/support/reply.drafted.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** A passage that the draft rests on. */
export interface Citation {
  /** The file of the knowledge base, below its folder. */
  readonly file: string;
  /** The headings that it stands below, the outermost first. */
  readonly heading: string;
  /** The sentence that fits best, as it is written there. */
  readonly quote: string;
  /** How well it fits, by BM25; comparable within one draft only. */
  readonly score: number;
}

/** A reply to a ticket that a person may send, change or leave, or that none could be drafted: nothing is sent by this. */
export interface ReplyDraftedData {
  /** Whether the knowledge base says something about the ticket. Without that there is neither a reply nor a citation. */
  readonly found: boolean;
  /** The draft, with the numbers of its citations in brackets, from 1; null when nothing was found. */
  readonly reply: string | null;
  /** Why there is none, for people; null when there is one. */
  readonly reason: string | null;
  /** What it rests on, the best first. */
  readonly citations: readonly Citation[];
  /** How many passages were searched. */
  readonly searched: number;
  /** Who wrote it, with its version: offline-bm25@1, which quotes the passages, or a language model with its prompt, which was shown them and nothing else. */
  readonly writtenBy: string;
}

/** {@link ReplyDraftedData} as it is given to the creator: fields with a default may be left out. */
export type ReplyDraftedInput = Omit<ReplyDraftedData, 'reply' | 'reason'> & Partial<Pick<ReplyDraftedData, 'reply' | 'reason'>>;

/** A reply to a ticket that a person may send, change or leave, or that none could be drafted: nothing is sent by this. */
export const ReplyDrafted: EventType<'reply.drafted', ReplyDraftedData, ReplyDraftedInput> = eventType<'reply.drafted', ReplyDraftedData, ReplyDraftedInput>(
  {
    type: 'reply.drafted',
    domain: 'support',
    audience: 'operator',
    schema: {
      "type": "record",
      "name": "ReplyDrafted",
      "namespace": "troupe.support",
      "doc": "A reply to a ticket that a person may send, change or leave, or that none could be drafted: nothing is sent by this.",
      "fields": [
        {
          "name": "found",
          "type": "boolean",
          "doc": "Whether the knowledge base says something about the ticket. Without that there is neither a reply nor a citation."
        },
        {
          "name": "reply",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "The draft, with the numbers of its citations in brackets, from 1; null when nothing was found."
        },
        {
          "name": "reason",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "Why there is none, for people; null when there is one."
        },
        {
          "name": "citations",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "Citation",
              "doc": "A passage that the draft rests on.",
              "fields": [
                {
                  "name": "file",
                  "type": "string",
                  "doc": "The file of the knowledge base, below its folder."
                },
                {
                  "name": "heading",
                  "type": "string",
                  "doc": "The headings that it stands below, the outermost first."
                },
                {
                  "name": "quote",
                  "type": "string",
                  "doc": "The sentence that fits best, as it is written there."
                },
                {
                  "name": "score",
                  "type": "double",
                  "doc": "How well it fits, by BM25; comparable within one draft only."
                }
              ]
            }
          },
          "doc": "What it rests on, the best first."
        },
        {
          "name": "searched",
          "type": "int",
          "doc": "How many passages were searched."
        },
        {
          "name": "writtenBy",
          "type": "string",
          "doc": "Who wrote it, with its version: offline-bm25@1, which quotes the passages, or a language model with its prompt, which was shown them and nothing else."
        }
      ]
    },
  },
  {"reply":null,"reason":null},
);
