import { parseArgs } from 'node:util';
import { durationMs } from '@troupe/contracts';
import { stackError } from '../../stack-error.ts';

/** What `npm run demo:market` was asked to do. */
export interface MarketOptions {
  /** Leave when everything was told, instead of staying up. */
  readonly exit: boolean;
  /** A folder of `.csv` files, each a source. */
  readonly signals: string;
  /** How much faster than it happened history is played. */
  readonly speed: number;
  /** How long is waited for all. */
  readonly withinMs: number;
  readonly help: boolean;
}

/** What --help prints. */
export const USAGE = `npm run demo:market [-- options]

Starts Kafka, a schema registry and PostgreSQL (given by KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL, else in
Docker, else embedded) and the services of market intelligence, plays what was counted in examples/signals again, and
shows what is unusual in it, what moves together, and the reports. They stay in .troupe/reports.

  --exit          leave when everything was told, instead of staying up until Ctrl-C
  --signals DIR   other sources: DIR/<name>.csv with the columns timestamp and value (default: examples/signals)
  --speed 100000  how much faster than it happened it is played: 86400 is a day in a second
  --within 5m     how long to wait for all
  --help          this text
`;

const OPTIONS = {
  exit: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  signals: { type: 'string' },
  speed: { type: 'string', default: '100000' },
  within: { type: 'string', default: '5m' },
} as const;

const HELP = 'see `npm run demo:market -- --help`';
const FASTEST = 1_000_000;

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw stackError(error instanceof Error ? error.message : String(error), HELP);
  }
};

const speedOf = (text: string): number => {
  const speed = Number(text);
  if (text.trim() !== '' && speed > 0 && speed <= FASTEST) return speed;
  throw stackError(`--speed ${text} is no speed`, `give a number up to ${FASTEST}`);
};

const withinOf = (within: string): number => {
  try {
    return durationMs(within);
  } catch {
    throw stackError(`--within ${within} is no time`, "give a duration such as '5m'");
  }
};

/** Reads the command line. @throws STACK_FAILED naming what it cannot read */
export const parseMarketOptions = (args: readonly string[], defaultSignals: string): MarketOptions => {
  const { exit, help, signals = defaultSignals, speed, within } = parse(args);
  return { exit, help, signals, speed: speedOf(speed), withinMs: withinOf(within) };
};
