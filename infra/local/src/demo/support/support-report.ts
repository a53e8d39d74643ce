import { draftOf, isDealtWith, judgementOf, levelOf, toldBy, type TicketStory } from './ticket-story.ts';

const TEXT_WIDTH = 56;
const SHOWN_DRAFTS = 3;

const shortened = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`;

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const draftText = (story: TicketStory): string => {
  const draft = draftOf(story);
  if (draft === undefined) return '';
  return draft.found ? `${draft.citations.length} cited` : 'nothing found';
};

/** A ticket in a row: where it goes, what it is about, the draft, its first words. */
export const rowOf = (story: TicketStory): string => {
  const judgement = judgementOf(story);
  return [
    levelOf(story).padEnd(8),
    (judgement === undefined ? '' : judgement.score.toFixed(2)).padStart(6),
    (judgement?.topic ?? '').padEnd(14),
    draftText(story).padEnd(13),
    shortened(oneLine(story.ticket.text), TEXT_WIDTH),
  ]
    .join('  ')
    .trimEnd();
};

/** The head of the table. */
export const HEAD = [
  'ticket'.padEnd(8),
  'score'.padStart(6),
  'about'.padEnd(14),
  'draft'.padEnd(13),
  'what the customer says',
].join('  ');

/** How far the tickets are, in a line. */
export const briefOf = (stories: readonly TicketStory[], total: number): string => {
  const levels = Map.groupBy(stories, levelOf);
  const drafts = stories.flatMap((story) => draftOf(story) ?? []);
  const found = drafts.filter((draft) => draft.found).length;
  return [
    `tickets: ${levels.get('critical')?.length ?? 0} critical, ${levels.get('routine')?.length ?? 0} routine of ${total}`,
    `${found} replies drafted, ${drafts.length - found} without a passage`,
    `${stories.filter((story) => toldBy(story).length > 0).length} told to people elsewhere than at the desk`,
  ].join('; ');
};

const conversation = (story: TicketStory): string => {
  const draft = draftOf(story);
  const reasons = (judgementOf(story)?.reasons ?? []).slice(0, SHOWN_DRAFTS).map(({ text }) => `“${oneLine(text)}”`);
  const cited = (draft?.citations ?? []).map(({ file, heading }, nth) => `    [${nth + 1}] ${file}, ${heading}`);
  return [
    `Customer ${story.ticket.customerId}  (conversation ${story.conversationId})`,
    `  says     ${oneLine(story.ticket.text)}`,
    `  critical for ${reasons.join(', ')}`,
    `  drafted  ${oneLine(draft?.reply ?? '')}`,
    ...cited,
  ].join('\n');
};

/** What became of all tickets: the table, the sums, and some drafts with what they rest on. */
export const renderSupportReport = (stories: readonly TicketStory[]): string => {
  const drafted = stories.filter((story) => draftOf(story)?.found === true).slice(0, SHOWN_DRAFTS);
  const open = stories.filter((story) => !isDealtWith(story)).length;
  return [
    [HEAD, ...stories.map(rowOf)].join('\n'),
    briefOf(stories, stories.length),
    ...(open > 0 ? [`${open} tickets were not dealt with in time`] : []),
    ...drafted.map(conversation),
  ].join('\n\n');
};
