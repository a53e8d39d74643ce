import { unansweredFor, type Answer, type Model, type Prompts } from '@troupe/models';
import { oneLine } from '../../code/one-line.ts';
import type { CodeTester, OwnTests } from '../../own-tests/code-tester.ts';
import type { AuthorContext, CodeAuthor, CodingTask, Written } from '../code-author.ts';
import { codingTools } from './coding-tools.ts';
import { draftFiles, type DraftFiles } from './draft-files.ts';
import { toldTask } from './told-task.ts';

/** What a model writes code with. */
export interface ModelAuthorOptions {
  readonly model: Model;
  /** Those of this agent's folder. */
  readonly prompts: Prompts;
  readonly tester: CodeTester;
}

const PROMPT = 'write-code';
/** Requests for one attempt at most: the conversation's account may end it before. */
const MOST_TURNS = 24;
const LONGEST_SAYING = 300;

/** What was tested, and what came of it. */
interface Tested {
  readonly source: string;
  readonly found: OwnTests;
}

/** What one attempt is made of: its files, and what the tests of them said, in order. */
interface Draft {
  readonly task: CodingTask;
  readonly files: DraftFiles;
  readonly tests: Tested[];
}

const beginDraft = (task: CodingTask): Draft => ({ task, files: draftFiles(task), tests: [] });

const toolsOf = (draft: Draft, { tester }: ModelAuthorOptions, { record }: AuthorContext) => {
  const { task, files, tests } = draft;
  const { signature } = task.spec;
  return codingTools({
    files,
    test: async (source) => {
      const code = { signature, path: files.path, source, examples: task.examples };
      const found = await record(`tests ${tests.length + 1}`, ({ signal }) => tester.test(code, { signal }), {
        askAgain: 'often',
      });
      tests.push({ source, found });
      return found;
    },
  });
};

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

const triedIn = ({ tests }: Draft): readonly string[] => {
  const last = tests.at(-1)?.found;
  return last?.kind === 'failed' ? last.failures : [];
};

const ranText = ({ tests }: Draft): string => `${counted(tests.length, 'run')} of its tests`;

const howOf = (draft: Draft, { by, prompt, turns, used }: Answer<string>): string =>
  `asked ${by} with ${prompt}: ${counted(turns, 'request')}, ${ranText(draft)}, ${counted(used.tokens, 'token')}`;

const gaveUp = (draft: Draft, reason: string, asked: readonly string[]): Written => ({
  kind: 'gave-up',
  reason,
  tried: [...asked, ...triedIn(draft)],
});

const writtenOf = (draft: Draft, answer: Answer<string>): Written => {
  const source = draft.files.source();
  const how = howOf(draft, answer);
  const said = `it says: ${oneLine(answer.data, LONGEST_SAYING)}`;
  if (source === undefined) return gaveUp(draft, 'the language model wrote no module', [how, said]);
  return { kind: 'written', source, how };
};

/** What is left when there is no answer: what it wrote, if its tests passed; else why not, and what was tried. */
const leftOver = (draft: Draft, reason: string, asked: string): Written => {
  const source = draft.files.source();
  const last = draft.tests.at(-1);
  return source !== undefined && last?.source === source && last.found.kind === 'passed'
    ? { kind: 'written', source, how: `${asked}; ${reason}, but what it wrote passes them` }
    : gaveUp(draft, reason, [asked]);
};

/**
 * Has a language model write the code: it writes its module and runs the tests of it, in the sandbox, until it is done. What it
 * is asked and what the tests said are recorded steps, which the conversation pays for.
 */
export const modelAuthor = (options: ModelAuthorOptions): CodeAuthor => {
  const { model, prompts } = options;
  const name = `${model.first} (${PROMPT}@${prompts.versionOf(PROMPT)})`;
  return {
    name,
    asks: model,
    write: async (task, context) => {
      const draft = beginDraft(task);
      const prompt = prompts.render(PROMPT, toldTask(task));
      const tools = toolsOf(draft, options, context);
      try {
        return writtenOf(draft, await model.ask({ step: PROMPT, prompt, tools, mostTurns: MOST_TURNS }, context));
      } catch (error) {
        const reason = unansweredFor(error);
        if (reason === undefined) throw error;
        return leftOver(draft, reason, `asked ${name}: ${ranText(draft)}`);
      }
    },
  };
};
