import { ReplyDrafted, type DraftOf, type TicketOpenedData } from '@troupe/contracts';
import type { KnowledgeBase } from '@troupe/knowledge';
import type { AskingContext } from '@troupe/models';
import { withCitations } from './drafting/citations.ts';
import { QUOTED_BY } from './drafting/quoting-writer.ts';
import type { ReplyWriter } from './drafting/reply-writer.ts';

/** What replies are drafted with. */
export interface Drafting {
  readonly knowledge: KnowledgeBase;
  readonly writer: ReplyWriter;
}

const UNKNOWN = 'no passage of the knowledge base says anything about the ticket';
const UNANSWERED = 'the passages that were found do not answer the ticket';

/**
 * Drafts a reply to a ticket from the passages that say something about it, or says that none does.
 * @throws whatever the writer throws
 */
export const draftReply = async (
  { subject, text }: TicketOpenedData,
  { knowledge, writer }: Drafting,
  context: AskingContext,
): Promise<DraftOf<typeof ReplyDrafted>> => {
  const ticket = subject === null ? text : `${subject}\n${text}`;
  const found = knowledge.search(ticket);
  const none = { found: false, reply: null, citations: [], searched: knowledge.size };
  if (found.length === 0) return ReplyDrafted({ ...none, reason: UNKNOWN, writtenBy: QUOTED_BY });
  const { reply, writtenBy } = await writer.write({ ticket, found }, context);
  if (reply === null) return ReplyDrafted({ ...none, reason: UNANSWERED, writtenBy });
  return ReplyDrafted({
    found: true,
    ...withCitations(reply, found),
    reason: null,
    searched: knowledge.size,
    writtenBy,
  });
};
