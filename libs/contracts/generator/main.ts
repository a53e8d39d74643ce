import { join } from 'node:path';
import { main } from './generate.ts';

try {
  process.exitCode = main(process.argv.slice(2), join(import.meta.dirname, '../../..'));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
