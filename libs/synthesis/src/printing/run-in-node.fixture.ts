import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Value } from '@troupe/feature-spec';

/** A module that exports `wanted`, and what to call it with. */
export interface Run {
  readonly source: string;
  readonly calls: readonly (readonly Value[])[];
}

const RUNNER = `
import { readFileSync } from 'node:fs';
const results = [];
for (const { file, calls } of JSON.parse(readFileSync('runs.json', 'utf8'))) {
  const { wanted } = await import(file);
  results.push(calls.map((values) => {
    try { return { value: wanted(...values) }; } catch (error) { return { error: String(error) }; }
  }));
}
process.stdout.write(JSON.stringify(results));
`;

/** Runs modules in a Node of its own, as they would be run after a delivery: one result for each call. */
export const runInNode = (
  runs: readonly Run[],
): readonly (readonly { readonly value?: unknown; readonly error?: string }[])[] => {
  const folder = mkdtempSync(join(tmpdir(), 'printed-'));
  try {
    writeFileSync(join(folder, 'runner.mjs'), RUNNER);
    for (const [index, { source }] of runs.entries()) writeFileSync(join(folder, `run-${index}.mjs`), source);
    const files = runs.map(({ calls }, index) => ({ file: `./run-${index}.mjs`, calls }));
    writeFileSync(join(folder, 'runs.json'), JSON.stringify(files));
    const output = execFileSync(process.execPath, ['runner.mjs'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      env: {},
    });
    return JSON.parse(output) as ReturnType<typeof runInNode>;
  } finally {
    rmSync(folder, { recursive: true });
  }
};
