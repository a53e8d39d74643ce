import { parseArgs } from 'node:util';
import { INVARIANTS } from './audit/invariants.ts';
import { keepPlan } from './kept-plans.ts';
import { MUTATIONS } from './mutation.ts';
import { drawPlan } from './plan.ts';
import { shrink, violatedBy } from './shrink.ts';
import { simulate, type Outcome } from './simulate.ts';

/**
 * `npm run simulate`: plays one drawn course of things after the other and holds each against what must be true of all.
 * `-- --seeds 100000 --from 1` plays as many; `--seed 7` plays one and tells what happens in it; `--without inbox` takes
 * something out. What fails is made smaller and kept in `src/seeds`. Exits with 1 if anything failed.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    without: { type: 'string' },
  },
});
const without = MUTATIONS.find((mutation) => mutation === values.without);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

const report = (seed: number, { findings }: Outcome): void => {
  for (const { invariant, what } of findings) print(`seed ${seed} violates ${invariant}: ${what}`);
};

const tell = async (seed: number): Promise<void> => {
  const plan = drawPlan(seed);
  const outcome = await simulate(plan, { without, isTraced: true });
  print(JSON.stringify(plan, null, 2));
  for (const line of outcome.trace) print(line);
  report(seed, outcome);
  print(`${outcome.steps} steps, ${outcome.faults} faults, ${outcome.findings.length} findings`);
  if (outcome.findings.length > 0) process.exitCode = 1;
};

/** Makes what failed smaller; keeps it, unless something was taken out so that it should fail. */
const keep = async (seed: number, outcome: Outcome): Promise<void> => {
  const [invariant] = violatedBy(outcome);
  if (invariant === undefined) return;
  report(seed, outcome);
  const plan = await shrink(drawPlan(seed), invariant, without);
  const size = `${plan.faults.length} faults, ${plan.tasks.length} tasks, ${plan.notes.length} rows of notes`;
  print(`seed ${seed}: violates ${invariant} (${INVARIANTS[invariant]}), still does with ${size}`);
  if (without === undefined) print(`kept as ${keepPlan(plan, invariant, `Seed ${seed} violated ${invariant}.`)}`);
};

const playAll = async (from: number, count: number): Promise<void> => {
  const startedMs = performance.now();
  let [faults, steps, failed] = [0, 0, 0];
  for (let seed = from; seed < from + count; seed += 1) {
    const outcome = await simulate(drawPlan(seed), { without });
    faults += outcome.faults;
    steps += outcome.steps;
    if (outcome.findings.length === 0) continue;
    failed += 1;
    await keep(seed, outcome);
  }
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  print(`${count} seeds from ${from}: ${steps} steps, ${faults} faults, ${failed} failed, ${seconds} s`);
  if (failed > 0) process.exitCode = 1;
};

if (values.without !== undefined && without === undefined)
  throw new Error(`--without takes ${MUTATIONS.join(', ')}, not ${values.without}`);
await (values.seed === undefined ? playAll(Number(values.from), Number(values.seeds)) : tell(Number(values.seed)));
