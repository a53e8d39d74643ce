import { TroupeError } from '@troupe/contracts';
import type { LabelledTicket } from './teach.ts';

/** Fewer say nothing that can be held against others. */
const FEWEST = 50;
/** Of either kind. */
const FEWEST_OF_A_KIND = 10;
/** More take minutes, and hardly say more. */
const MOST = 50_000;

const refuse = (why: string): TroupeError => new TroupeError('CONFIG_INVALID', why);

/**
 * The tickets, when something can be learnt from them.
 * @throws TroupeError CONFIG_INVALID when there are too few or too many, or nearly all are of one kind
 */
export const teachable = (tickets: readonly LabelledTicket[]): readonly LabelledTicket[] => {
  const negative = tickets.filter(({ isNegative }) => isNegative).length;
  if (tickets.length < FEWEST) throw refuse(`${tickets.length} tickets teach nothing: give ${FEWEST} or more`);
  if (tickets.length > MOST) throw refuse(`${tickets.length} tickets are too many: give ${MOST} at most`);
  if (Math.min(negative, tickets.length - negative) < FEWEST_OF_A_KIND)
    throw refuse(
      `${negative} of ${tickets.length} tickets are negative: give ${FEWEST_OF_A_KIND} or more of either kind`,
    );
  return tickets;
};
