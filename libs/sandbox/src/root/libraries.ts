import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The files in what `ldd` prints: lines such as `libm.so.6 => /lib/libm.so.6 (0x7f…)` or `/lib64/ld-linux.so.2 (0x7f…)`. */
export const pathsIn = (printed: string): readonly string[] =>
  printed.split('\n').flatMap((line) => /(?:^|\s)(\/\S+) \(0x/.exec(line)?.[1] ?? []);

/** The shared libraries that these programs are linked with, with the loader. Throws when `ldd` cannot say. */
export const librariesOf = async (programs: readonly string[]): Promise<readonly string[]> => {
  const { stdout } = await run('ldd', [...programs], { timeout: 10_000 });
  // For several programs each one's path stands on a line of its own, followed by a colon: those have no address.
  return [...new Set(pathsIn(stdout))];
};
