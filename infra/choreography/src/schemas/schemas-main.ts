import { join } from 'node:path';
import { loadChoreography } from '../load-choreography.ts';
import { runSchemas } from './run-schemas.ts';

const root = join(import.meta.dirname, '../../../..');

process.exitCode = await runSchemas({
  args: process.argv.slice(2),
  root,
  choreography: () => loadChoreography(root),
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
