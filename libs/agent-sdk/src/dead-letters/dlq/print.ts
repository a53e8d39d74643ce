import { plain } from '../../command/index.ts';
import type { DeadLetter } from '../desk/describe.ts';
import type { Ordered } from '../desk/orders.ts';
import type { DeadLetterDetail, DeadLetterEvent } from '../desk/show-dead-letter.ts';

const causeOf = ({ cause }: Pick<DeadLetter, 'cause'>): string => plain(`${cause.code}: ${cause.message}`);

const lineOf = (letter: DeadLetter): string => {
  const { id, state, type, conversation } = letter;
  const notes = [letter.parks ? '' : 'holds up nobody', letter.edited ? 'edited' : ''].filter((note) => note !== '');
  const why = state === 'parked' ? '' : `  ${causeOf(letter)}`;
  return `${id}  ${state.padEnd(8)}  ${plain(type)}  ${plain(conversation)}${why}${notes.map((note) => `  (${note})`).join('')}`;
};

/** One line an entry, and a last one with the sum. */
export const printList = (agent: string, letters: readonly DeadLetter[]): string => {
  const conversations = new Set(letters.filter(({ parks }) => parks).map(({ conversation }) => conversation));
  const sum = `${agent} holds ${letters.length} events; ${conversations.size} conversations are parked`;
  return [...letters.map(lineOf), sum].join('\n');
};

const eventOf = ({ what, at, actor, reason, cause, outcome, data }: DeadLetterEvent): string =>
  [
    `  ${at}  ${what}`,
    ...(actor === undefined ? [] : [plain(`by ${actor}: ${reason ?? ''}`)]),
    ...(cause === undefined ? [] : [causeOf({ cause })]),
    ...(outcome === undefined ? [] : [outcome]),
    ...(data === undefined ? [] : [JSON.stringify(data)]),
  ].join('  ');

/** Everything about one entry. */
export const printDetail = (detail: DeadLetterDetail): string => {
  const { id, state, conversation, type, eventId, cause, headers, history, data, unreadable, value } = detail;
  const content = data === undefined ? `base64 ${value ?? '(none)'}` : JSON.stringify(data, null, 2);
  return [
    `${id}  ${state}${detail.parks ? '' : '  (holds up nobody)'}`,
    `conversation  ${plain(conversation)}`,
    `event         ${plain(type)}  ${plain(eventId ?? '(without id)')}`,
    `cause         ${causeOf({ cause })}  (${cause.attempts} attempts, ${cause.failedAt})`,
    ...(unreadable === undefined ? [] : [`unreadable    ${plain(unreadable)}`]),
    'headers',
    ...Object.entries(headers).map(([name, text]) => `  ${plain(name)}: ${plain(text)}`),
    'data',
    content,
    'history',
    ...(history.length === 0 ? ['  nothing yet'] : history.map(eventOf)),
  ].join('\n');
};

/** What an order was about. */
export const printOrdered = (command: string, agent: string, { entries, conversation, marker }: Ordered): string =>
  `${command}: ${entries.length} of conversation ${plain(conversation)}, marker ${marker}. ${agent} acts upon it as soon as it runs`;
