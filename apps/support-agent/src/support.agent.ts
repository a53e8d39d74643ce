import { defineAgent, when, type AgentDefinition } from '@troupe/agent-sdk';
import { ReplyDrafted, SupportCritical, TicketOpened } from '@troupe/contracts';
import { draftReply, type Drafting } from './draft-reply.ts';
import { quotingWriter } from './drafting/quoting-writer.ts';
import type { ReplyWriter } from './drafting/reply-writer.ts';

/** What the agent works with. */
export interface SupportOptions extends Pick<Drafting, 'knowledge'> {
  /** Who writes drafts. Default: the passages are quoted as they stand. */
  readonly writer?: ReplyWriter;
}

/** Longer than triage ever takes: a ticket that is not critical is forgotten then. */
const WITHIN = '1h';

/** Drafts a reply to every critical ticket from what is known, with what it cites; or says that nothing is known. */
export const supportAgent = ({ knowledge, writer = quotingWriter }: SupportOptions): AgentDefinition =>
  defineAgent({
    name: 'support-agent',
    publishes: [ReplyDrafted],
    dependencies: writer.asks === undefined ? [] : [writer.asks],
    on: [
      when(SupportCritical)
        .with(TicketOpened, { within: WITHIN })
        .prepare((_, { data }, context) => draftReply(data, { knowledge, writer }, context))
        .then((_, __, draft) => draft),
    ],
  });
