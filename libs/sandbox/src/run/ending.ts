import { constants } from 'node:os';
import type { RunLimits } from '../limits.ts';

/** How a run ended: by itself, by a signal that nobody of ours sent, or because it passed a limit. */
export type Ending =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'crashed'; readonly signal: string }
  | { readonly kind: 'stopped'; readonly limit: StoppingLimit };

/** The limits that end a run. */
export type StoppingLimit = 'memory' | 'cpu-time' | 'wall-clock' | 'output' | 'caller';

/** What is known of a run that is over. */
export interface Traces {
  /** Of the shell that waits for it: 128 and the number of the signal, when there was one. */
  readonly code: number;
  /** Why we killed it, if we did. */
  readonly killedFor?: StoppingLimit | undefined;
  /** Processes that the kernel killed for want of memory. */
  readonly outOfMemory: number;
  readonly stderr: string;
  readonly durationMs: number;
  readonly limits: Pick<RunLimits, 'cpuSeconds'>;
}

const SIGNALS = new Map<number, string>(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** What V8 prints before it gives up. The run may print it too: it says nothing then but that it failed. */
const HEAP_IS_FULL = 'JavaScript heap out of memory';

/** Several processors use the time up sooner; whoever ends with 137 much sooner was not stopped for that. */
const couldUse = ({ durationMs, limits }: Traces): boolean => durationMs >= limits.cpuSeconds * 500;

/** Tells how a run ended. */
export const endingOf = (traces: Traces): Ending => {
  const { code, killedFor, outOfMemory, stderr } = traces;
  if (killedFor !== undefined) return { kind: 'stopped', limit: killedFor };
  const signal = SIGNALS.get(code - 128);
  if (signal === undefined) return { kind: 'exited', code };
  if (outOfMemory > 0 || stderr.includes(HEAP_IS_FULL)) return { kind: 'stopped', limit: 'memory' };
  if (signal === 'SIGKILL' && couldUse(traces)) return { kind: 'stopped', limit: 'cpu-time' };
  return { kind: 'crashed', signal };
};

const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;

const stoppedFor = (limit: StoppingLimit, limits: RunLimits): string =>
  ({
    memory: `needed more than ${mebibytes(limits.memoryBytes)} of memory`,
    'cpu-time': `used up ${limits.cpuSeconds} s of CPU`,
    'wall-clock': `took longer than ${limits.wallMs} ms`,
    output: `printed more than ${limits.outputBytes} bytes`,
    caller: 'was stopped',
  })[limit];

/** An ending in words, to follow "the code". */
export const describeEnding = (ending: Ending, limits: RunLimits): string => {
  if (ending.kind === 'stopped') return stoppedFor(ending.limit, limits);
  return ending.kind === 'exited' ? `ended its process with code ${ending.code}` : `crashed with ${ending.signal}`;
};
