import { readFileSync } from 'node:fs';

const PAGE = 4_096;
const MEBIBYTE = 1_048_576;
const KIBIBYTES_A_MEGABYTE = 1_000_000 / 1_024;

/** Memory that a process holds, in MiB. */
export const residentOf = (pid: number): number => {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return (pages * PAGE) / MEBIBYTE;
};

/** Memory of a process in MB (of a million bytes), as Linux tells it. */
export interface Memory {
  /** All that it holds, with what it shares. */
  readonly resident: number;
  /** Its own, and its part of what it shares: of a fleet, these add up to what the machine holds. */
  readonly proportional: number;
}

/** What a process holds now. */
export const memoryOf = (pid: number): Memory => {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const read = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1]) / KIBIBYTES_A_MEGABYTE;
  return { resident: read('Rss'), proportional: read('Pss') };
};
