import { userInfo } from 'node:os';
import { parseOptions, refuseMore, required, UsageError, type Parsed } from '@troupe/agent-sdk/command';

/** What `npm run features` was asked for. */
export type FeaturesRequest = { readonly json: boolean } & (
  | {
      readonly command: 'submit';
      /** A file, or `-` for the standard input. */
      readonly file: string;
      readonly workspace: string;
      readonly title: string | undefined;
      readonly isProse: boolean;
      readonly by: string;
      readonly wait: boolean;
      /** The request that is sent again. */
      readonly request: string | undefined;
    }
  | {
      readonly command: 'answer';
      readonly conversation: string;
      readonly answers: readonly { readonly question: string; readonly answer: string }[];
      /** A file with the whole feature, rewritten. */
      readonly file: string | undefined;
      readonly by: string;
      readonly wait: boolean;
      readonly request: string | undefined;
    }
  | {
      readonly command: 'review';
      readonly conversation: string;
      readonly by: string;
      readonly wait: boolean;
      readonly request: string | undefined;
    }
  | { readonly command: 'show'; readonly conversation: string }
);

/** How it is used. */
export const USAGE = `usage: npm run features -- <command>

  submit <file | ->                           ask for the feature that the file tells, in Gherkin
  answer <conversation> <question>=<answer>…  answer what is asked about it
  answer <conversation> --feature <file>      answer with the whole feature, rewritten
  review <conversation>                       ask for the review that nobody could make, once the sandbox is mended
  show   <conversation>                       where it stands, what is asked, and what happened

  --workspace <name>  the repository that the code goes to
  --title <text>      default: what the file calls the feature
  --prose             the file tells it in prose, for a language model
  --by <who>          who asks or answers; default: the user of this process
  --wait              stay until it is delivered or given up, a person is asked, or nobody can review it
  --request <id>      send that request again, of which nobody knows whether it arrived
  --json              one JSON document instead of text

GATEWAY_URL is where the gateway listens (default http://127.0.0.1:8080).
Exit codes: 0 done; 1 refused, given up, asked a person, not reviewed, or the gateway is away; 2 this text.`;

const OPTIONS = {
  workspace: { type: 'string' },
  title: { type: 'string' },
  prose: { type: 'boolean', default: false },
  feature: { type: 'string' },
  by: { type: 'string' },
  wait: { type: 'boolean', default: false },
  request: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Values = Parsed<typeof OPTIONS>['values'];

const submission = ([file, ...more]: readonly string[], values: Values): FeaturesRequest => {
  refuseMore(more);
  const { title, prose, by = userInfo().username, wait, request, json } = values;
  const workspace = required('--workspace', values.workspace);
  return { command: 'submit', file: required('the <file>', file), workspace, title, isProse: prose, by, wait, request, json }; // prettier-ignore
};

const answerIn = (word: string): { readonly question: string; readonly answer: string } => {
  const at = word.indexOf('=');
  if (at < 1) throw new UsageError(`'${word}' is no answer: write <question>=<answer>`);
  return { question: word.slice(0, at), answer: word.slice(at + 1) };
};

const answer = ([conversation, ...words]: readonly string[], values: Values): FeaturesRequest => {
  const { feature, by = userInfo().username, wait, request, json } = values;
  const answers = words.map(answerIn);
  if (answers.length === 0 && feature === undefined)
    throw new UsageError('say <question>=<answer>, or give the --feature rewritten');
  return { command: 'answer', conversation: required('the <conversation>', conversation), answers, file: feature, by, wait, request, json }; // prettier-ignore
};

const review = ([conversation, ...more]: readonly string[], values: Values): FeaturesRequest => {
  refuseMore(more);
  const { by = userInfo().username, wait, request, json } = values;
  return { command: 'review', conversation: required('the <conversation>', conversation), by, wait, request, json };
};

/** Reads the command line. @throws UsageError */
export const readArguments = (args: readonly string[]): FeaturesRequest => {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [command, ...rest] = positionals;
  if (command === 'submit') return submission(rest, values);
  if (command === 'answer') return answer(rest, values);
  if (command === 'review') return review(rest, values);
  if (command !== 'show')
    throw new UsageError(command === undefined ? 'the <command> is missing' : `there is no command '${command}'`);
  const [conversation, ...more] = rest;
  refuseMore(more);
  return { command, conversation: required('the <conversation>', conversation), json: values.json };
};
