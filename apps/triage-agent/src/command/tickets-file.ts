import { readFile, stat } from 'node:fs/promises';
import { ensureError, TroupeError } from '@troupe/contracts';
import { readLabelledTickets, type LabelledTicket, type TicketColumns } from '@troupe/triage';

const LARGEST_FILE = 100_000_000;

const refuse = (file: string, why: string): TroupeError =>
  new TroupeError('CONFIG_INVALID', `${file} cannot be read: ${why}`);

/**
 * The tickets of a CSV file.
 * @throws TroupeError CONFIG_INVALID when it cannot be read, is too large, or is no such file
 */
export const readTicketsFile = async (file: string, columns: TicketColumns): Promise<readonly LabelledTicket[]> => {
  try {
    const { size } = await stat(file);
    if (size > LARGEST_FILE) throw refuse(file, `it has ${size} bytes, and may have ${LARGEST_FILE}`);
    return readLabelledTickets(await readFile(file, 'utf8'), columns);
  } catch (error) {
    throw TroupeError.is(error) ? error : refuse(file, ensureError(error).message);
  }
};
