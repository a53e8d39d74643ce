import { modulePath, testText, withoutHead } from '../../code/module-files.ts';
import type { CodingTask } from '../code-author.ts';

/** The files that a model sees while it writes: its module, and the tests of it. */
export interface DraftFiles {
  /** Where the module lies: the only file that can be written. */
  readonly path: string;
  /** The module as it was written last; undefined while there is none. */
  source(): string | undefined;
  list(): readonly string[];
  /** @throws Error saying which files there are */
  read(path: string): string;
  /** @throws Error saying which file can be written, or how long it may be */
  write(path: string, content: string): void;
}

/** In characters: more than one function ever needs. */
const LONGEST = 65_536;

const AUTHOR = { author: 'the developer', conversationId: 'this one', source: '' };

/** Begins with the module of the attempt before, where there is one, so that it can be mended. */
export const draftFiles = (task: CodingTask): DraftFiles => {
  const path = modulePath(task.spec);
  const files = new Map([[path.replace(/\.js$/, '.test.js'), testText({ ...task, ...AUTHOR })]]);
  const before = task.past.at(-1)?.source;
  if (before !== undefined) files.set(path, withoutHead(before));
  const names = (): readonly string[] => [...files.keys()].toSorted();
  return {
    path,
    source: () => files.get(path),
    list: names,
    read: (wanted) => {
      const content = files.get(wanted);
      if (content === undefined) throw new Error(`there is no '${wanted}': there is ${names().join(', ')}`);
      return content;
    },
    write: (wanted, content) => {
      if (wanted !== path) throw new Error(`only ${path} can be written`);
      if (content.length > LONGEST)
        throw new Error(`${content.length} characters are too many: ${LONGEST} is the most`);
      files.set(path, content);
    },
  };
};
