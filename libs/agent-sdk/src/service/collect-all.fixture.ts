import { getHeapSpaceStatistics } from 'node:v8';
import { collectAll } from './collect-all.ts';

// Run as a process of its own: prints how large the young generation is after work, and after everything was collected.
const youngBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;

const GROWN = 8 * 1_024 * 1_024;
const ROUNDS = 10_000;

/** V8 makes room for the young when many of them live on. */
const work = (): void => {
  for (let round = 0; round < ROUNDS && youngBytes() < GROWN; round += 1)
    Array.from({ length: 50_000 }, (_, index) => ({ index }));
};

work();
const before = youngBytes();
collectAll();
process.stdout.write(JSON.stringify({ before, after: youngBytes() }));
