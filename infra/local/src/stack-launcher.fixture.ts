import { startStack, type LocalStack } from './stack.ts';

/** Where the stack is that this process has started. */
export type LaunchedStack = Pick<LocalStack, 'kafkaBrokers' | 'schemaRegistryUrl' | 'databaseUrl'>;

// Servers go with a process that ends by itself; only one that is killed leaves them behind.
process.once('SIGTERM', () => process.exit());

/** A process that starts a stack in the folder it is told, says where, and then waits to be killed. */
const { kafkaBrokers, schemaRegistryUrl, databaseUrl } = await startStack({ dataDir: process.argv[2] ?? '' });
process.stdout.write(`${JSON.stringify({ kafkaBrokers, schemaRegistryUrl, databaseUrl } satisfies LaunchedStack)}\n`);
// Servers of this machine keep their launcher alive; containers do not.
setInterval(() => undefined, 60_000);
