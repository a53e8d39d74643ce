import { ensureError } from '@troupe/contracts';
import type { Controller } from '../cgroup/places.ts';
import type { Ground } from '../ground.ts';
import { DEFAULT_LIMITS, type RunLimits } from '../limits.ts';
import { programInside } from '../root/root-template.ts';
import { startRun, type RunEnd, type StartedRun } from '../run/start-run.ts';
import { finding, type LimitFinding, type SandboxLimit } from './finding.ts';

const MIB = 1024 * 1024;

/** A run that uses something up until it is stopped, and how it is told that it was. */
interface Strain {
  readonly limit: SandboxLimit;
  readonly asked: object;
  readonly limits: Partial<RunLimits>;
  /** Without it the strain is not tried: nothing would stop it but itself. */
  readonly needs?: Controller;
  readonly held: (end: RunEnd) => boolean;
  /** Whether it has shown what it is to show, so that nobody has to wait for its end. */
  readonly shown?: (run: StartedRun) => Promise<boolean>;
}

const stoppedBy =
  (limit: string) =>
  ({ ending }: RunEnd): boolean =>
    ending.kind === 'stopped' && ending.limit === limit;

/** What does not end by itself before that is on a machine that gives it nothing to run on. */
const PATIENT_MS = 120_000;

const STRAINS: readonly Strain[] = [
  {
    limit: 'cgroup-memory',
    asked: { kind: 'hoard', mostBytes: 384 * MIB },
    limits: { memoryBytes: 128 * MIB, wallMs: PATIENT_MS },
    needs: 'memory',
    held: (end) => end.outOfMemory > 0 && stoppedBy('memory')(end),
  },
  {
    limit: 'cgroup-processes',
    asked: { kind: 'multiply', most: 6 },
    limits: { processes: 32, wallMs: PATIENT_MS },
    needs: 'pids',
    held: ({ refusedProcesses }) => refusedProcesses > 0,
    shown: async (run) => (await run.refusedProcesses()) > 0,
  },
  {
    limit: 'cpu-time',
    asked: { kind: 'spin', mostMs: 3_000 },
    limits: { cpuSeconds: 1, wallMs: PATIENT_MS },
    held: stoppedBy('cpu-time'),
  },
  {
    limit: 'wall-clock',
    asked: { kind: 'sleep', mostMs: 60_000 },
    limits: { wallMs: 600 },
    held: (end) => end.durationMs < 45_000 && stoppedBy('wall-clock')(end),
  },
  {
    limit: 'bounded-output',
    asked: { kind: 'shout', mostBytes: 8 * MIB },
    limits: { outputBytes: 65_536, wallMs: PATIENT_MS },
    held: (end) => end.stdout.length <= 65_536 && stoppedBy('output')(end),
  },
];

const described = ({ ending, durationMs, outOfMemory, refusedProcesses, stderr }: RunEnd): string => {
  const how = ending.kind === 'stopped' ? `stopped by ${ending.limit}` : JSON.stringify(ending);
  const counts = `${outOfMemory} killed for memory, ${refusedProcesses} processes refused`;
  return `${how} after ${Math.round(durationMs)} ms; ${counts}${ending.kind === 'exited' ? `; ${stderr.trim()}` : ''}`;
};

const LOOK_EVERY_MS = 50;

/** Waits for the end of a run, which comes once it has shown what it is to show. */
const endOf = async (run: StartedRun, { shown }: Strain): Promise<RunEnd> => {
  const look = async (): Promise<void> => {
    if (await shown?.(run)) run.stop('caller');
  };
  // Its cgroup may have gone meanwhile.
  const looking = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
  try {
    return await run.ended;
  } finally {
    clearInterval(looking);
  }
};

/** Tries one, and says whether something of it stays. */
const strain = async (ground: Ground, tried: Strain): Promise<readonly LimitFinding[]> => {
  const { limit, asked, limits, held } = tried;
  const run = await startRun(ground, {
    files: {},
    program: programInside('prober.mjs'),
    arguments: [JSON.stringify(asked)],
    limits: { ...DEFAULT_LIMITS, ...limits },
    nodePermission: false,
  });
  run.answers.resume();
  try {
    const end = await endOf(run, tried);
    return [finding(limit, held(end), described(end))];
  } catch (error) {
    const { message } = ensureError(error);
    return [finding(limit, false, message), finding('nothing-left', false, message)];
  }
};

const tryStrain = async (ground: Ground, one: Strain): Promise<readonly LimitFinding[]> => {
  const missing = ground.cgroups.missing.find(({ controller }) => controller === one.needs);
  return missing === undefined ? strain(ground, one) : [finding(one.limit, false, missing.found)];
};

/** Lets runs use up what they can, side by side, and says which limits stopped them and whether anything was left. */
export const strainLimits = async (ground: Ground): Promise<readonly LimitFinding[]> => {
  const found = (await Promise.all(STRAINS.map((one) => tryStrain(ground, one)))).flat();
  const left = found.some(({ limit }) => limit === 'nothing-left');
  return left
    ? found
    : [...found, finding('nothing-left', true, `${STRAINS.length} runs ended, and nothing of them is left`)];
};
