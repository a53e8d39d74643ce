import { plain, spanOf, tableOf } from '@troupe/agent-sdk/command';
import type { Conversation } from '../conversations/conversation-reader.ts';
import { questionsIn, tell, writtenIn } from './told.ts';

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

const written = ({ events }: Conversation): readonly string[] => {
  const feature = writtenIn(events);
  return feature === undefined
    ? []
    : ['of what a language model wrote', ...feature.split('\n').map((line) => `  ${plain(line)}`)];
};

const asked = (conversation: Conversation): readonly string[] => {
  const { conversationId, status, events } = conversation;
  return status === 'waiting'
    ? [
        ...written(conversation),
        'is asked',
        ...questionsIn(events).flatMap(({ id, question, choices }) => [
          `  ${plain(id)}`,
          `    ${plain(question)}${choices.length === 0 ? '' : plain(` (${choices.join(' | ')})`)}`,
        ]),
        `to answer: npm run features -- answer ${plain(conversationId)} <question>=<answer>, or --feature <file>`,
      ]
    : [];
};

/** Where a conversation stands, what happened, and what a person is asked. */
export const printConversation = (conversation: Conversation): string =>
  [
    `${plain(conversation.conversationId)}  ${conversation.status}`,
    ...timeline(conversation),
    ...asked(conversation),
  ].join('\n');
