import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareToJoin } from './join-service.ts';

const USAGE = `usage: npm run join -- <service>

Starts one service beside those that run: registers its schemas, makes its topics, and runs it in the foreground. It reads
what every service reads: KAFKA_BROKERS, SCHEMA_REGISTRY_URL, DATABASE_URL.
`;

const [name, ...more] = process.argv.slice(2);
if (name === undefined || name.startsWith('-') || more.length > 0) {
  process.stderr.write(USAGE);
  process.exitCode = name === '--help' ? 0 : 2;
} else {
  try {
    const main = await prepareToJoin({ root: join(import.meta.dirname, '../../../..'), name, env: process.env });
    // From here on this process is that service.
    await import(pathToFileURL(main).href);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
