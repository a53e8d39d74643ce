import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from './command.ts';

/** A command that is a program of the repository: this process becomes it, so that both are one and the same. */
export const delegated = (
  program: string,
  summary: string,
  { words = [], first = [] }: { readonly words?: readonly string[]; readonly first?: readonly string[] } = {},
): Command => ({
  summary,
  words,
  run: async (args, { root }) => {
    const file = join(root, program);
    process.argv = [process.argv[0] ?? 'node', file, ...first, ...args];
    await import(pathToFileURL(file).href);
    return typeof process.exitCode === 'number' ? process.exitCode : 0;
  },
});

/** A command that is one of several programs, by its first word. */
export const oneOf = (programs: Readonly<Record<string, Command>>, summary: string): Command => ({
  summary,
  words: Object.keys(programs),
  run: async ([word = '', ...args], context) => {
    const chosen = programs[word];
    if (chosen !== undefined) return chosen.run(args, context);
    context.err(`say which: ${Object.keys(programs).join(', ')}`);
    return 2;
  },
});
