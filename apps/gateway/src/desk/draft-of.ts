import type { ReplyDraftedData } from '@troupe/contracts';
import type { Draft } from './desk-ticket.ts';

/** The numbers of citations, as a draft has them: [1], [2, 3]. */
const MARKS = /\s*\[\d+(?:,\s*\d+)*\]/g;

/** What the desk keeps of a draft. */
export const draftOf = (id: string, { reply, reason, citations, writtenBy }: ReplyDraftedData): Draft => ({
  id,
  text: reply,
  sendable: reply === null ? null : reply.replace(MARKS, '').trim(),
  reason,
  citations,
  writtenBy,
});
