/** What one run may use up. */
export interface RunLimits {
  /** Of all its processes together, with the files that it keeps in its scratch. Default 256 MiB. */
  readonly memoryBytes: number;
  /** Processes and threads at a time. Node itself has about a dozen. Default 64. */
  readonly processes: number;
  /** Of each process, in whole seconds. Default 10. */
  readonly cpuSeconds: number;
  /** The largest file. Default 8 MiB. */
  readonly fileBytes: number;
  /** Open at a time, in each process. Default 64. */
  readonly openFiles: number;
  /** What /tmp holds. Default 16 MiB. */
  readonly scratchBytes: number;
  /** From its start to its end: what no limit of CPU or of a call has ended before. Default 60,000. */
  readonly wallMs: number;
  /** What it may print, on each of stdout, stderr and the pipe of answers. Default 1 MiB. */
  readonly outputBytes: number;
}

/** What a run gets that asks for nothing else. */
export const DEFAULT_LIMITS: RunLimits = {
  memoryBytes: 256 * 1024 * 1024,
  processes: 64,
  cpuSeconds: 10,
  fileBytes: 8 * 1024 * 1024,
  openFiles: 64,
  scratchBytes: 16 * 1024 * 1024,
  wallMs: 60_000,
  outputBytes: 1024 * 1024,
};

/** The part of the memory that Node's own heap may take, so that Node cleans up before the kernel ends it. */
const HEAP_SHARE = 0.75;

/** How large V8 may let the old part of its heap become, in MiB. */
export const heapMegabytes = ({ memoryBytes }: Pick<RunLimits, 'memoryBytes'>): number =>
  Math.floor((memoryBytes * HEAP_SHARE) / (1024 * 1024));
