import { parseArgs } from 'node:util';
import { stackError } from './stack-error.ts';

/** What `npm start` was asked to do. */
export interface StartOptions {
  /** Leave when the orders are done, instead of staying up. */
  readonly exit: boolean;
  /** The orders to submit. */
  readonly orders: string;
  /** Orders a second. */
  readonly rate: number;
  readonly help: boolean;
}

/** What --help prints. */
export const USAGE = `npm start [-- options]

Starts Kafka, a schema registry and PostgreSQL (given by KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL, else in
Docker, else embedded), every service as its own process, and sends the orders of examples/orders.jsonl through them.

  --exit          leave when the orders are done, instead of staying up until Ctrl-C
  --orders FILE   other orders, one JSON object a line (default: examples/orders.jsonl)
  --rate N        orders a second (default: 25)
  --help          this text
`;

/** Reads the command line. @throws STACK_FAILED naming what it cannot read */
export const parseStartOptions = (args: readonly string[], defaultOrders: string): StartOptions => {
  const { values } = parse(args);
  const rate = Number(values.rate);
  if (!(rate > 0 && rate <= 1_000))
    throw stackError(`--rate ${values.rate} is no rate`, 'give orders a second between 1 and 1000');
  return { exit: values.exit, orders: values.orders ?? defaultOrders, rate, help: values.help };
};

const parse = (
  args: readonly string[],
): { values: { exit: boolean; help: boolean; orders?: string | undefined; rate: string } } => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        exit: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        orders: { type: 'string' },
        rate: { type: 'string', default: '25' },
      },
    });
  } catch (error) {
    throw stackError(error instanceof Error ? error.message : String(error), 'see `npm start -- --help`');
  }
};
