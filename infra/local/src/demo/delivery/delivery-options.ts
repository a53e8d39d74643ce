import { parseArgs } from 'node:util';
import { durationMs } from '@troupe/contracts';
import { stackError } from '../../stack-error.ts';
import type { FeatureChoice } from './features-folder.ts';

/** What `npm run demo:delivery` was asked to do. */
export interface DeliveryOptions extends FeatureChoice {
  /** Leave when the features are done, instead of staying up. */
  readonly exit: boolean;
  /** How long is waited for all. */
  readonly withinMs: number;
  readonly help: boolean;
}

/** What --help prints. */
export const USAGE = `npm run demo:delivery [-- options]

Starts Kafka, a schema registry and PostgreSQL (given by KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL, else in
Docker, else embedded) and the services of software delivery, asks for the features of examples/features all at once,
and shows what becomes of each. The git repositories stay in .troupe/workspaces.

  --exit          leave when the features are done, instead of staying up until Ctrl-C
  --features DIR  other features: DIR/<workspace>/<name>.feature (default: examples/features)
  --only NAME     this feature alone; may be said again for more
  --within 20m    how long to wait for all
  --help          this text
`;

const OPTIONS = {
  exit: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  features: { type: 'string' },
  only: { type: 'string', multiple: true },
  within: { type: 'string', default: '20m' },
} as const;

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw stackError(error instanceof Error ? error.message : String(error), 'see `npm run demo:delivery -- --help`');
  }
};

const withinOf = (within: string): number => {
  try {
    return durationMs(within);
  } catch {
    throw stackError(`--within ${within} is no time`, "give a duration such as '20m'");
  }
};

/** Reads the command line. @throws STACK_FAILED naming what it cannot read */
export const parseDeliveryOptions = (args: readonly string[], defaultFeatures: string): DeliveryOptions => {
  const { exit, help, features = defaultFeatures, only = [], within } = parse(args);
  return { exit, help, features, only, withinMs: withinOf(within) };
};
