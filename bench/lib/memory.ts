import { readFileSync } from 'node:fs';

const PAGE = 4_096;
const MEBIBYTE = 1_048_576;

/** Memory that a process holds, in MiB. */
export const residentOf = (pid: number): number => {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return (pages * PAGE) / MEBIBYTE;
};
