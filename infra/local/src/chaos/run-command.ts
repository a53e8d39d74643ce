import { startStack } from '../stack.ts';
import type { ChaosRequest } from './arguments.ts';
import { redChecks, renderReport } from './report.ts';
import { chaosPlaceOn, runChaos, type ChaosOptions, type ChaosReport } from './run-chaos.ts';
import { REMOVALS, SAFEGUARDS, type Safeguard } from './without.ts';

type Note = (text: string) => void;

/** What a short run without a safeguard is long enough for. */
const MUTATION = { seconds: 30, settleSeconds: 10 };

/** One run on servers of its own. */
const runOnOwnServers = async (
  options: Omit<ChaosOptions, 'place' | 'stack'>,
  { signal, note }: { readonly signal: AbortSignal; readonly note: Note },
): Promise<ChaosReport> => {
  const stack = await startStack({
    signal,
    env: { ...process.env, KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', DATABASE_URL: '' },
  });
  try {
    note(`seed ${options.seed} on ${stack.description}`);
    return await runChaos({ ...options, stack, place: chaosPlaceOn(stack) });
  } finally {
    await stack.stop();
  }
};

const optionsOf = ({ seed, faults, minutes, rate, single, verbose, kinds, targets, without }: ChaosRequest) => ({
  ...{ seed, faults, single, verbose, kinds, targets },
  seconds: minutes * 60,
  perSecond: rate,
  ...(without !== undefined && { without }),
});

/** Whether the check that is to notice has noticed. */
const isNoticed = (safeguard: Safeguard, { violations }: ChaosReport): boolean =>
  violations.some(({ check }) => check === REMOVALS[safeguard].check);

/** Runs shortly without each safeguard. Resolves to whether each was missed. */
const runMutations = async (request: ChaosRequest, signal: AbortSignal, note: Note): Promise<boolean> => {
  let isMissed = true;
  for (const without of SAFEGUARDS) {
    if (signal.aborted) return false;
    const { kinds, instead, check } = REMOVALS[without];
    note(`without ${without}: ${instead}`);
    const quiet = { signal, note: () => undefined };
    const report = await runOnOwnServers({ ...optionsOf(request), ...MUTATION, ...quiet, kinds, without }, quiet);
    const noticed = isNoticed(without, report);
    isMissed &&= noticed;
    note(
      `  ${noticed ? 'red' : 'NOT NOTICED'}: ${check} is to notice; red were ${redChecks(report).join(', ') || 'none'}`,
    );
    note(`  e.g. ${report.violations.find((each) => each.check === check)?.what ?? 'nothing'}`);
  }
  return isMissed;
};

/** Does what was asked for. Resolves to the exit code. */
export const runCommand = async (request: ChaosRequest, note: Note): Promise<number> => {
  const stopping = new AbortController();
  const { signal } = stopping;
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => stopping.abort(new Error(`cut short by ${name}`)));
  if (request.mutations) return (await runMutations(request, signal, note)) ? 0 : 1;
  const report = await runOnOwnServers({ ...optionsOf(request), signal, note }, { signal, note });
  note(renderReport(report));
  return report.violations.length === 0 ? 0 : 1;
};
