import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  parseOptions,
  refuseMore,
  runCommand,
  type CommandAnswer,
  type CommandOptions,
} from '@troupe/agent-sdk/command';
import { check, type Choreography } from '@troupe/choreography';
import { compare, printDifferences } from '@troupe/choreography/render';
import { comparedAt, comparedOf } from './compared.ts';
import { loadChoreography } from './load-choreography.ts';
import { ASYNC_API, outputsOf } from './outputs.ts';
import { printFindings } from './print-findings.ts';
import { validateAsyncApi } from './validate-asyncapi.ts';

const USAGE = `usage: npm run choreography -- [--check | --diff <commit>] [--json]

Reads what every service says that it consumes and publishes, the sagas and the schemas, and looks for what cannot work.
Writes what is made of them: graph, catalogue of events, AsyncAPI, topics and rights.

  --check           write nothing, and fail where what is written is not up to date
  --diff <commit>   write nothing, and say what is not as it was in that commit: --diff main
  --json            one JSON document instead of text`;

/** How the command is run. */
export interface RunChoreographyOptions extends Pick<CommandOptions, 'out' | 'err'> {
  readonly args: readonly string[];
  /** The folder of the repository. */
  readonly root: string;
}

const OPTIONS = {
  check: { type: 'boolean', default: false },
  diff: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const present = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

const write = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

/** Brings the files up to date, or says which are not. */
const keepUp = async (
  choreography: Choreography,
  { root, isCheck }: { readonly root: string; readonly isCheck: boolean },
): Promise<CommandAnswer> => {
  const outputs = await outputsOf(choreography, root);
  await validateAsyncApi(outputs.get(ASYNC_API) ?? '');
  const stale = [...outputs].filter(([path, text]) => present(join(root, path)) !== text);
  if (!isCheck) for (const [path, text] of stale) write(join(root, path), text);
  const paths = stale.map(([path]) => path);
  const lines = isCheck
    ? [`out of date: ${paths.join(', ')}: run \`npm run choreography\` and commit the result`]
    : paths.map((path) => `wrote ${path}`);
  return {
    json: { findings: [], [isCheck ? 'stale' : 'wrote']: paths },
    text: [printFindings([], choreography), ...(paths.length === 0 ? [] : lines)].join('\n'),
    failed: isCheck && paths.length > 0,
  };
};

const differences = (choreography: Choreography, root: string, ref: string): CommandAnswer => {
  const found = compare(comparedAt(root, ref), comparedOf(choreography));
  return { json: { differences: found }, text: printDifferences(found) || `nothing is not as it was in ${ref}` };
};

const answer = async (
  { diff, check: isCheck }: { readonly diff?: string | undefined; readonly check: boolean },
  root: string,
): Promise<CommandAnswer> => {
  const choreography = await loadChoreography(root);
  if (diff !== undefined) return differences(choreography, root, diff);
  const findings = check(choreography);
  if (findings.length === 0) return keepUp(choreography, { root, isCheck });
  return { json: { findings }, text: printFindings(findings, choreography), failed: true };
};

/** Runs `npm run choreography`. Resolves to the exit code: 0 sound and up to date, 1 findings or out of date, 2 usage. */
export const runChoreography = ({ args, root, out, err }: RunChoreographyOptions): Promise<number> =>
  runCommand({
    usage: USAGE,
    out,
    err,
    run: async () => {
      const { values, positionals } = parseOptions(args, OPTIONS);
      refuseMore(positionals);
      return { ...(await answer(values, root)), asJson: values.json };
    },
  });
