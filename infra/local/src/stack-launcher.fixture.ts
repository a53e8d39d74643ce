import { startStack } from './stack.ts';

/** A process that starts a stack in the folder it is told, says where, and then waits to be killed. */
const { kafkaBrokers } = await startStack({ dataDir: process.argv[2] ?? '' });
process.stdout.write(`${JSON.stringify({ kafkaBrokers })}\n`);
