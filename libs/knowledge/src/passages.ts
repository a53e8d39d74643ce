/** What stands below one heading of a file. */
export interface Passage {
  /** Path of the file below the knowledge base. */
  readonly file: string;
  /** The headings that it stands below, the outermost first, with ` › ` between them. */
  readonly heading: string;
  /** What else it is asked for as: of comments such as `<!-- asked: luggage, suitcase -->`. */
  readonly asked: readonly string[];
  /** What stands there, as it is written, without such comments. */
  readonly text: string;
}

const HEADING = /^(#{1,6}) {1,10}(\S.*)$/;
const FENCE = /^ {0,3}(?:```|~~~)/;
const ASKED = /^<!-- asked: ([^>]*)-->$/;
const BETWEEN = ' › ';

interface Reading {
  readonly file: string;
  readonly passages: Passage[];
  /** The headings in force, by their depth. */
  headings: readonly (string | undefined)[];
  asked: string[];
  lines: string[];
  isCode: boolean;
}

const finish = (reading: Reading): void => {
  const { file, asked, lines, headings, passages } = reading;
  const text = lines.join('\n').trim();
  if (text !== '') passages.push({ file, heading: headings.filter((name) => name !== undefined).join(BETWEEN), asked, text }); // prettier-ignore
  reading.lines = [];
  reading.asked = [];
};

const readLine = (reading: Reading, line: string): void => {
  if (FENCE.test(line)) reading.isCode = !reading.isCode;
  const [, marks, name = ''] = (reading.isCode ? null : HEADING.exec(line)) ?? [];
  const [, asked] = (reading.isCode ? null : ASKED.exec(line)) ?? [];
  if (marks !== undefined) {
    finish(reading);
    const above = Array.from({ length: marks.length - 1 }, (_, depth) => reading.headings[depth]);
    reading.headings = [...above, name.replace(/ #+$/, '').trim()];
  } else if (asked === undefined) reading.lines.push(line);
  else reading.asked.push(...asked.split(',').map((each) => each.trim()));
};

/** The passages of a Markdown file: what stands below each heading, up to the next one. Headings in code are none. */
export const passagesOf = (file: string, markdown: string): readonly Passage[] => {
  const reading: Reading = { file, passages: [], headings: [], asked: [], lines: [], isCode: false };
  for (const line of markdown.split(/\r?\n/)) readLine(reading, line);
  finish(reading);
  return reading.passages;
};
