import { plain, spanOf, tableOf } from '@troupe/agent-sdk/command';
import type { Conversation } from '../conversations/conversation-reader.ts';
import { questionsIn, tell } from './told.ts';

const timeline = ({ events, startedAt }: Conversation): readonly string[] => {
  const startMs = Date.parse(startedAt ?? '');
  return tableOf(
    events.map((event) => [
      `  +${spanOf(Date.parse(event.appendedAt) - startMs)}`,
      plain(event.type),
      plain(event.source),
      plain(tell(event)),
    ]),
  );
};

const asked = ({ status, events }: Conversation): readonly string[] =>
  status === 'waiting'
    ? [
        'is asked',
        ...questionsIn(events).flatMap(({ id, question, choices }) => [
          `  ${plain(id)}`,
          `    ${plain(question)}${choices.length === 0 ? '' : plain(` (${choices.join(' | ')})`)}`,
        ]),
      ]
    : [];

/** Where a feature stands, what happened, and what a person is asked. */
export const printFeature = (conversation: Conversation): string =>
  [
    `${plain(conversation.conversationId)}  ${conversation.status}`,
    ...timeline(conversation),
    ...asked(conversation),
  ].join('\n');
