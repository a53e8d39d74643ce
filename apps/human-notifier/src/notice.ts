import type { SupportCriticalData } from '@troupe/contracts';
import type { Notice } from './channels/channel.ts';

const MOST_REASONS = 3;

/** What was said stays on one line, and short: people read it on a telephone. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 100);

/** What is told of a ticket that is critical: why, and where it is. The customer is not named. */
export const criticalNotice = (
  { urgency, topic, score, reasons }: SupportCriticalData,
  conversationId: string,
): Omit<Notice, 'key'> => {
  const subject = `Critical ticket: ${topic}, urgency ${urgency.toLowerCase()}`;
  const said = reasons.slice(0, MOST_REASONS).map(({ text }) => `"${oneLine(text)}"`);
  const why = said.length === 0 ? '' : `, for ${said.join(', ')}`;
  return { subject, text: `${subject}\nScore ${score}${why}\nTicket ${conversationId}` };
};
