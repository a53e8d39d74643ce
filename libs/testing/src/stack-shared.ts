import { TroupeError } from '@troupe/contracts';
import { type LocalStack, type ServerName, type StackKinds, type StackOptions, startStack } from '@troupe/local-stack';

/** The servers that all specs of one jest run share. Never restart or kill them: that is what `ownStack` is for. */
export interface SharedStack {
  readonly kafkaBrokers: readonly string[];
  readonly schemaRegistryUrl: string;
  readonly databaseUrl: string;
  readonly kinds: StackKinds;
}

/** How the run hands the stack to its workers, as JSON. */
export const SHARED_STACK_VARIABLE = 'TROUPE_SHARED_STACK';

/** The stack that jest started before the first integration spec. @throws CONFIG_INVALID outside such a run */
export const sharedStack = (): SharedStack => {
  const given = process.env[SHARED_STACK_VARIABLE];
  if (given === undefined)
    throw new TroupeError(
      'CONFIG_INVALID',
      'There is no stack to test against: name the spec *.int.spec.ts or *.e2e.spec.ts, and run it by jest from the root',
    );
  // Written by publishStack alone.
  return JSON.parse(given) as SharedStack;
};

/** Hands a stack to the workers that jest starts from here on. */
export const publishStack = ({ kafkaBrokers, schemaRegistryUrl, databaseUrl, kinds }: LocalStack): void => {
  const shared: SharedStack = { kafkaBrokers, schemaRegistryUrl, databaseUrl, kinds };
  process.env[SHARED_STACK_VARIABLE] = JSON.stringify(shared);
};

/** What a spec wants servers of its own for. */
export interface OwnStackOptions extends Pick<StackOptions, 'dataDir' | 'progress'> {
  /** The servers that it restarts or kills; the others are those that all specs share. @default all three */
  readonly only?: readonly ServerName[];
}

/** Servers of a spec's own, of the kinds that the run uses, for specs that restart or kill them. Stop them afterwards. */
export const ownStack = ({ only, ...options }: OwnStackOptions = {}): Promise<LocalStack> => {
  const shared = sharedStack();
  const given = (name: ServerName, address: string): string =>
    only === undefined || only.includes(name) ? '' : address;
  const env = {
    ...process.env,
    KAFKA_BROKERS: given('kafka', shared.kafkaBrokers.join(',')),
    SCHEMA_REGISTRY_URL: given('registry', shared.schemaRegistryUrl),
    DATABASE_URL: given('database', shared.databaseUrl),
  };
  const { kafka } = shared.kinds;
  return startStack({ ...options, env, ...(kafka === 'given' ? {} : { prefer: kafka }) });
};
