import { userInfo } from 'node:os';
import { parseOptions, refuseMore, required, UsageError, type Parsed } from '@troupe/agent-sdk/command';
import type { TicketColumns } from '@troupe/triage';

/** What `npm run triage` was asked for. */
export type TriageRequest = { readonly json: boolean } & (
  | {
      readonly command: 'teach';
      /** A CSV file of tickets that people have judged. */
      readonly file: string;
      readonly columns: TicketColumns;
      /** Where the model is written. */
      readonly model: string;
    }
  | {
      readonly command: 'measure';
      readonly file: string;
      readonly columns: TicketColumns;
      /** How many tickets are taught from the beginning of the file; undefined: three in four. */
      readonly learn: number | undefined;
    }
  | { readonly command: 'threshold' }
  | { readonly command: 'change'; readonly threshold: number; readonly by: string; readonly reason: string }
);

/** How it is used. */
export const USAGE = `usage: npm run triage -- <command>

  teach <tickets.csv>    learn from tickets that people have judged, and write what was learnt
  measure <tickets.csv>  how well tickets are judged, untaught and taught
  threshold              the score under which a ticket is critical, and who changed it
  threshold <score>      change it: from -1 (no ticket is) to 1 (every one but the surely fine)

  --text <column>      what was said; default: text
  --label <column>     what people said of it; default: sentiment
  --negative <value>   what that says of a negative ticket; default: negative
  --model <file>       teach: where it is written; default: triage-model.json
  --learn <number>     measure: how many tickets are taught from the beginning of the file; default: three in four
  --reason <why>       threshold: why; kept with the change
  --by <who>           threshold: who says so; default: the user of this process
  --json               one JSON document instead of text

TRIAGE_MODEL names the file to the agent. DATABASE_URL is where the threshold lies.
Exit codes: 0 done; 1 the tickets, the file or the database do not allow it; 2 this text.`;

const OPTIONS = {
  text: { type: 'string' },
  label: { type: 'string' },
  negative: { type: 'string' },
  model: { type: 'string', default: 'triage-model.json' },
  learn: { type: 'string' },
  reason: { type: 'string' },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Values = Parsed<typeof OPTIONS>['values'];

const columnsIn = ({ text, label, negative }: Values): TicketColumns => ({
  ...(text !== undefined && { text }),
  ...(label !== undefined && { label }),
  ...(negative !== undefined && { negative: negative.toLowerCase() }),
});

const learnIn = ({ learn }: Values): number | undefined => {
  if (learn === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(learn)) throw new UsageError(`--learn ${learn} is no number of tickets`);
  return Number(learn);
};

const scoreIn = (text: string): number => {
  const score = Number(text);
  if (text.trim() === '' || !(score >= -1 && score <= 1)) throw new UsageError(`'${text}' is no score from -1 to 1`);
  return score;
};

const change = (score: string, { by = userInfo().username, reason, json }: Values): TriageRequest => ({
  command: 'change',
  threshold: scoreIn(score),
  by,
  reason: required('--reason', reason),
  json,
});

/** A score below 0 looks like an option, unless `--` stands before it. */
const withScoreLast = (args: readonly string[]): readonly string[] => {
  if (args.includes('--')) return args;
  const at = args.findIndex((arg) => /^-(0?\.\d+|[01](\.\d*)?)$/.test(arg));
  return at === -1 ? args : [...args.slice(0, at), ...args.slice(at + 1), '--', args[at] ?? ''];
};

/** Reads the command line. @throws UsageError */
export const readArguments = (args: readonly string[]): TriageRequest => {
  const { values, positionals } = parseOptions(withScoreLast(args), OPTIONS);
  const [command, first, ...more] = positionals;
  refuseMore(more);
  const { json, model } = values;
  switch (command) {
    case 'teach':
      return { command, file: required('the <tickets.csv>', first), columns: columnsIn(values), model, json };
    case 'measure':
      return { command, file: required('the <tickets.csv>', first), columns: columnsIn(values), learn: learnIn(values), json }; // prettier-ignore
    case 'threshold':
      return first === undefined ? { command, json } : change(first, values);
    default:
      throw new UsageError(command === undefined ? 'the <command> is missing' : `there is no command '${command}'`);
  }
};
