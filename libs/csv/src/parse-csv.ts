/** Text that is no comma-separated one. The message names the record. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
}

/**
 * Reads comma-separated text as RFC 4180 has it: quoted fields may hold commas, line breaks and doubled quotes.
 * Records end with CRLF or LF; the last one may do without.
 *
 * @returns every record, the header included, as its fields
 * @throws CsvError when a quote is not closed or stands inside a field that is not quoted
 */
export const parseCsv = (text: string): string[][] => {
  const field = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  const records: string[][] = [];
  let record: string[] = [];
  let separator = '';
  while (field.lastIndex < text.length || separator === ',') {
    const match = field.exec(text);
    if (!match) throw new CsvError(`Record ${records.length + 1} of the CSV has a stray or open quote: correct it.`);
    record.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    separator = match[3] ?? '';
    if (separator === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
};
