import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@troupe/testing';
import { expect } from '@jest/globals';
import { identifyProcess, isRunning, type ProcessRef } from '../process-identity.ts';

/** `npm start` as somebody at a terminal runs it. */
export interface Launcher {
  /** All that it printed so far. */
  output(): string;
  /** Waits until it has printed this. */
  prints(text: RegExp): Promise<RegExpExecArray>;
  /** Every process that it and its children have started so far and that still runs. */
  descendants(): readonly ProcessRef[];
  /** Ctrl-C: the terminal sends SIGINT to the whole foreground process group. */
  interrupt(): void;
  /** How it ended. */
  readonly ended: Promise<number | null>;
  /** Ends it, if it still runs. */
  kill(): void;
}

const MAIN = join(import.meta.dirname, '../main.ts');
const PRINTED_WITHIN_MS = 240_000;

/** The parent of every process, by pid. */
const parents = (): ReadonlyMap<number, number> =>
  new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid): [number, number][] => {
        try {
          const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
          // The command name is in parentheses and may hold anything; the fields are counted from behind it.
          return [[Number(pid), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]];
        } catch {
          return [];
        }
      }),
  );

const descendantsOf = (ancestor: number): readonly ProcessRef[] => {
  const parentOf = parents();
  const descends = (pid: number): boolean => {
    const parent = parentOf.get(pid);
    return parent !== undefined && (parent === ancestor || descends(parent));
  };
  return [...parentOf.keys()].filter(descends).flatMap((pid) => identifyProcess(pid) ?? []);
};

/** Starts the launcher with these arguments, in an environment that differs from the run's in `env`. */
export const startLauncher = (args: readonly string[], env: NodeJS.ProcessEnv): Launcher => {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pid = child.pid ?? -1;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return {
    output: () => output,
    prints: (text) =>
      eventually(
        () => {
          const found = text.exec(output);
          if (found !== null) return found;
          expect(child.exitCode === null ? `${String(text)} is not printed` : output).toMatch(text);
          throw new Error('it was printed just now');
        },
        { timeoutMs: PRINTED_WITHIN_MS },
      ),
    descendants: () => descendantsOf(pid),
    interrupt: () => void process.kill(-pid, 'SIGINT'),
    ended,
    kill: () => void child.kill('SIGKILL'),
  };
};

/** Those of the processes that still run. */
export const stillRunning = (processes: readonly ProcessRef[]): readonly ProcessRef[] => processes.filter(isRunning);
