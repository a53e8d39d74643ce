import { TroupeError } from '@troupe/contracts';
import { parseCsv } from '@troupe/csv';
import type { LabelledTicket } from './taught/teach.ts';

/** Which columns of a file say what. */
export interface TicketColumns {
  /** Default `text`. */
  readonly text?: string;
  /** Default `sentiment`. */
  readonly label?: string;
  /** What the label says of a negative ticket. Default `negative`. */
  readonly negative?: string;
}

const columnIn = (header: readonly string[], name: string): number => {
  const index = header.indexOf(name);
  if (index === -1)
    throw new TroupeError('CONFIG_INVALID', `The first row of the file has no column ${name}: it has ${header.join(', ').slice(0, 200)}`); // prettier-ignore
  return index;
};

/**
 * Tickets that people have judged, from a CSV file whose first row names its columns. Rows without text are left out.
 * @throws TroupeError CONFIG_INVALID when a column is not there; CsvError when the text is no CSV
 */
export const readLabelledTickets = (csv: string, columns: TicketColumns = {}): readonly LabelledTicket[] => {
  const { text = 'text', label = 'sentiment', negative = 'negative' } = columns;
  const [header = [], ...rows] = parseCsv(csv.replace(/^\uFEFF/, ''));
  const [textAt, labelAt] = [columnIn(header, text), columnIn(header, label)];
  return rows.flatMap((row) => {
    const words = row[textAt]?.trim() ?? '';
    return words === '' ? [] : [{ text: words, isNegative: row[labelAt]?.trim().toLowerCase() === negative }];
  });
};
