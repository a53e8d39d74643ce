import { TroupeError } from '@troupe/contracts';
import { type LocalStack, type StackKinds, type StackOptions, startStack } from '@troupe/local-stack';

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

/** A stack of a spec's own, of the kinds that the run uses, for specs that restart or kill servers. Stop it afterwards. */
export const ownStack = (options: Pick<StackOptions, 'dataDir' | 'progress'> = {}): Promise<LocalStack> => {
  const env = { ...process.env, KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', DATABASE_URL: '' };
  const { kafka } = sharedStack().kinds;
  return startStack({ ...options, env, ...(kafka === 'given' ? {} : { prefer: kafka }) });
};
