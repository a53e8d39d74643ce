import { ensureError, TroupeError } from '@troupe/contracts';
import { readLabelledTickets, type LabelledTicket, type TicketColumns } from '@troupe/triage';
import { readBounded } from '../read-bounded.ts';

const LARGEST_FILE = 100_000_000;

/**
 * The tickets of a CSV file.
 * @throws TroupeError CONFIG_INVALID when it cannot be read, is too large, or is no such file
 */
export const readTicketsFile = async (file: string, columns: TicketColumns): Promise<readonly LabelledTicket[]> => {
  try {
    return readLabelledTickets(await readBounded(file, LARGEST_FILE), columns);
  } catch (error) {
    if (TroupeError.is(error)) throw error;
    throw new TroupeError('CONFIG_INVALID', `${file} cannot be read: ${ensureError(error).message}`);
  }
};
