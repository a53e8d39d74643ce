import { runCommand } from '@troupe/agent-sdk/command';
import { readArguments, USAGE } from './arguments.ts';
import { INVARIANTS } from './audit/invariants.ts';
import { keepPlan } from './kept-plans.ts';
import type { Mutation } from './mutation.ts';
import { drawPlan } from './plan.ts';
import { shrink, violatedBy } from './shrink.ts';
import { simulate, type Outcome } from './simulate.ts';

type Without = Mutation | undefined;

/** What a run says in the end. */
interface Played {
  readonly text: string;
  readonly failed: boolean;
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const report = (seed: number, { findings }: Outcome): void => {
  for (const { invariant, what } of findings) print(`seed ${seed} violates ${invariant}: ${what}`);
};

const tell = async (seed: number, without: Without): Promise<Played> => {
  const plan = drawPlan(seed);
  const outcome = await simulate(plan, { without, isTraced: true });
  print(JSON.stringify(plan, null, 2));
  for (const line of outcome.trace) print(line);
  report(seed, outcome);
  const { steps, faults, findings } = outcome;
  return { text: `${steps} steps, ${faults} faults, ${findings.length} findings`, failed: findings.length > 0 };
};

/** Makes what failed smaller; keeps it, unless something was taken out so that it should fail. */
const keep = async (seed: number, outcome: Outcome, without: Without): Promise<void> => {
  const [invariant] = violatedBy(outcome);
  if (invariant === undefined) return;
  report(seed, outcome);
  const plan = await shrink(drawPlan(seed), invariant, without);
  const size = `${plan.faults.length} faults, ${plan.tasks.length} tasks, ${plan.notes.length} rows of notes`;
  print(`seed ${seed}: violates ${invariant} (${INVARIANTS[invariant]}), still does with ${size}`);
  if (without === undefined) print(`kept as ${keepPlan(plan, invariant, `Seed ${seed} violated ${invariant}.`)}`);
};

const playAll = async (from: number, count: number, without: Without): Promise<Played> => {
  const startedMs = performance.now();
  let [faults, steps, failed] = [0, 0, 0];
  for (let seed = from; seed < from + count; seed += 1) {
    const outcome = await simulate(drawPlan(seed), { without });
    faults += outcome.faults;
    steps += outcome.steps;
    if (outcome.findings.length === 0) continue;
    failed += 1;
    await keep(seed, outcome, without);
  }
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  const text = `${count} seeds from ${from}: ${steps} steps, ${faults} faults, ${failed} failed, ${seconds} s`;
  return { text, failed: failed > 0 };
};

/** `npm run simulate`: see `USAGE`. */
process.exitCode = await runCommand({
  usage: USAGE,
  out: print,
  err: (line) => void process.stderr.write(`${line}\n`),
  run: async () => {
    const request = readArguments(process.argv.slice(2));
    const { without } = request;
    const played =
      request.seed === undefined
        ? await playAll(request.from, request.count, without)
        : await tell(request.seed, without);
    return { ...played, json: played, asJson: false };
  },
});
