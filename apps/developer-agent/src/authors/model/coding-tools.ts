import { modelTool, type ModelTool } from '@troupe/models';
import { z } from 'zod';
import type { OwnTests } from '../../own-tests/code-tester.ts';
import type { DraftFiles } from './draft-files.ts';

/** What the tools of one task work on. */
export interface CodingToolsOptions {
  readonly files: DraftFiles;
  /** Tries a module with every example that may be known, as a recorded step. */
  readonly test: (source: string) => Promise<OwnTests>;
}

const MOST_TOLD = 20;

const toldOf = (tests: OwnTests): string => {
  switch (tests.kind) {
    case 'passed':
      return 'every example passes';
    case 'untested':
      return `the tests cannot be run here: ${tests.why}`;
    case 'failed':
      return tests.failures.slice(0, MOST_TOLD).join('\n');
  }
};

const path = z.string().describe('From the root, such as src/name.js');

const testTool = ({ files, test }: CodingToolsOptions): ModelTool =>
  modelTool({
    name: 'run_tests',
    description: 'Runs the module with every example, in a sandbox, and says which results are wrong.',
    input: z.object({}),
    repeatable: true,
    // What it says has texts in it that the code has thrown or returned.
    untrusted: true,
    run: async () => {
      const source = files.source();
      if (source === undefined) throw new Error(`there is nothing to test: write ${files.path} first`);
      return toldOf(await test(source));
    },
  });

/**
 * All that a model can do about its task. Every one of them does the same again: files are kept in memory, and what tests
 * have found is recorded.
 */
export const codingTools = (options: CodingToolsOptions): readonly ModelTool[] => {
  const { files } = options;
  return [
    modelTool({
      name: 'list_files',
      description: 'Lists the files that are there.',
      input: z.object({}),
      repeatable: true,
      run: () => files.list().join('\n'),
    }),
    modelTool({
      name: 'read_file',
      description: 'Reads a file.',
      input: z.object({ path }),
      repeatable: true,
      run: (given) => files.read(given.path),
    }),
    modelTool({
      name: 'write_file',
      description: `Writes ${files.path}, whole: the only file that can be written.`,
      input: z.object({ path, content: z.string() }),
      repeatable: true,
      run: (given) => {
        files.write(given.path, given.content);
        return `written: ${given.content.length} characters`;
      },
    }),
    testTool(options),
  ];
};
