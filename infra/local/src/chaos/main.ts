import { parseArgs } from 'node:util';
import { startStack } from '../stack.ts';
import { renderReport } from './report.ts';
import { runChaos } from './run-chaos.ts';

/**
 * `npm run chaos`: every service as a process of its own on servers of its own, orders all the time, and one fault after
 * the other, several at once. Then every topic and table is read and held against what must be true. Exits with 1 if anything
 * is not. The same `--seed` does the same to the same services in the same order.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '20' },
    rate: { type: 'string', default: '20' },
    lanes: { type: 'string', default: '4' },
  },
});
const note = (text: string): void => void process.stdout.write(`${text}\n`);
const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());
process.once('SIGTERM', () => stopping.abort());

const stack = await startStack({
  signal: stopping.signal,
  env: { ...process.env, KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', DATABASE_URL: '' },
});
try {
  note(`seed ${values.seed} on ${stack.description}`);
  const report = await runChaos({
    stack,
    note,
    seed: Number(values.seed),
    faults: Number(values.faults),
    seconds: Number(values.minutes) * 60,
    perSecond: Number(values.rate),
    lanes: Number(values.lanes),
    signal: stopping.signal,
  });
  note(renderReport(report));
  process.exitCode = report.violations.length === 0 ? 0 : 1;
} finally {
  await stack.stop();
}
