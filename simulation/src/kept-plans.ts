import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Invariant } from './audit/invariants.ts';
import type { Plan } from './plan.ts';

/** A plan that failed once: it is played again with every test run, and must never fail again. */
export interface KeptPlan {
  /** What it violated, and how it came to that. */
  readonly why: string;
  readonly plan: Plan;
}

const FOLDER = join(import.meta.dirname, 'seeds');

/** Every plan that is kept, by file. */
export const keptPlans = (): readonly (readonly [string, KeptPlan])[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    // Written by `keepPlan`, and looked after like code.
    .map((file) => [file, JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as KeptPlan] as const);

/** Keeps a plan; returns the file that it went to. */
export const keepPlan = (plan: Plan, invariant: Invariant, why: string): string => {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${invariant}-${plan.seed}.json`);
  const kept: KeptPlan = { why, plan };
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  return file;
};
