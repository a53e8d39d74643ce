/**
 * Makes `examples/orders.jsonl`, `examples/orders/products.json` and the counts in `examples/README.md` of the
 * invoices in `online-retail.csv`. With `--check` it writes nothing and fails when a file is not what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExamples } from './build.ts';
import { renderFiles } from './files.ts';
import { describeTally } from './tally.ts';

const folder = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(folder, path), { encoding: 'utf8' });
const say = (text: string): boolean => process.stdout.write(`${text}\n`);

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const examples = buildExamples(read('orders/online-retail.csv'));
const files = Object.entries(renderFiles(examples, read('README.md')));

const current = (path: string): string | undefined => {
  try {
    return read(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

if (values.check) {
  const stale = files.filter(([path, content]) => current(path) !== content).map(([path]) => `examples/${path}`);
  if (stale.length > 0) {
    process.stderr.write(`Not up to date: ${stale.join(', ')}. Run: node examples/orders/make-orders.ts\n`);
    process.exitCode = 1;
  } else say('The examples are up to date.');
} else {
  for (const [path, content] of files) {
    writeFileSync(join(folder, path), content);
    say(`examples/${path}: ${Buffer.byteLength(content)} bytes`);
  }
  say(describeTally(examples.tally));
}
