import { parseArgs } from 'node:util';
import { durationMs } from '@troupe/contracts';
import { stackError } from '../../stack-error.ts';

/** What `npm run demo:support` was asked to do. */
export interface SupportOptions {
  /** Leave when every ticket was dealt with, instead of staying up. */
  readonly exit: boolean;
  /** A file of tickets, one JSON object a line, each the body of `POST /v1/tickets`. */
  readonly tickets: string;
  /** How long is waited for all. */
  readonly withinMs: number;
  readonly help: boolean;
}

/** What --help prints. */
export const USAGE = `npm run demo:support [-- options]

Starts Kafka, a schema registry and PostgreSQL (given by KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL, else in
Docker, else embedded) and the services of support, opens the tickets of examples/tickets.jsonl at once, and shows what is
critical, which replies are drafted and from what, and who was told. Then it stays up, with a desk to work at.

  --exit          leave when every ticket was dealt with, instead of staying up until Ctrl-C
  --tickets FILE  other tickets: a JSON object a line, with customerId and text, and subject and channel if there are any
  --within 2m     how long to wait for all
  --help          this text
`;

const OPTIONS = {
  exit: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  tickets: { type: 'string' },
  within: { type: 'string', default: '2m' },
} as const;

const HELP = 'see `npm run demo:support -- --help`';

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw stackError(error instanceof Error ? error.message : String(error), HELP);
  }
};

const withinOf = (within: string): number => {
  try {
    return durationMs(within);
  } catch {
    throw stackError(`--within ${within} is no time`, "give a duration such as '2m'");
  }
};

/** Reads the command line. @throws STACK_FAILED naming what it cannot read */
export const parseSupportOptions = (args: readonly string[], defaultTickets: string): SupportOptions => {
  const { exit, help, tickets = defaultTickets, within } = parse(args);
  return { exit, help, tickets, withinMs: withinOf(within) };
};
