import { setTimeout as delay } from 'node:timers/promises';

/** Whether something that the service needs is there. A check that throws, or does not answer in 2 s, counts as failed. */
export type HealthCheck = () => boolean | Promise<boolean>;

/** What a run of the checks found. */
export interface Readiness {
  readonly ready: boolean;
  /** Each check by name. */
  readonly checks: Readonly<Record<string, boolean>>;
}

const CHECK_MS = 2_000;

const passes = async (check: HealthCheck, limitMs: number): Promise<boolean> => {
  const answered = new AbortController();
  const tooLate = delay(limitMs, false, { signal: answered.signal, ref: false }).catch(() => false);
  try {
    return await Promise.race([(async () => await check())(), tooLate]);
  } catch {
    return false;
  } finally {
    answered.abort();
  }
};

/** Runs every check, side by side; however many ask at once, each check runs once. */
export const createReadiness = (
  checks: Readonly<Record<string, HealthCheck>>,
  limitMs: number = CHECK_MS,
): (() => Promise<Readiness>) => {
  const run = async (): Promise<Readiness> => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await passes(check, limitMs)] as const),
    );
    return { ready: results.every(([, passed]) => passed), checks: Object.fromEntries(results) };
  };
  let running: Promise<Readiness> | undefined;
  return () => (running ??= run().finally(() => (running = undefined)));
};
