import { writeFile } from 'node:fs/promises';
import { runCommand, type CommandAnswer } from '@troupe/agent-sdk/command';
import { measure, printModel, teach } from '@troupe/triage';
import { readArguments, USAGE, type TriageRequest } from './arguments.ts';
import { printMeasurement, printTaught } from './print.ts';
import { answerThreshold } from './threshold-command.ts';
import { readTicketsFile } from './tickets-file.ts';

/** What the command is run with. */
export interface RunTriageOptions {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

const FOLDS = 4;
/** How much of a file is taught, unless somebody says how much. */
const SHARE_LEARNT = 0.75;

const answer = async (request: TriageRequest, env: NodeJS.ProcessEnv): Promise<CommandAnswer> => {
  switch (request.command) {
    case 'teach': {
      const model = teach(await readTicketsFile(request.file, request.columns));
      await writeFile(request.model, printModel(model));
      const { weights, ...summary } = model;
      const json = { ...summary, weights: Object.keys(weights).length, file: request.model };
      return { json, text: printTaught(model, request.model) };
    }
    case 'measure': {
      const tickets = await readTicketsFile(request.file, request.columns);
      const measured = measure(tickets, {
        learn: request.learn ?? Math.floor(tickets.length * SHARE_LEARNT),
        folds: FOLDS,
      });
      return { json: measured, text: printMeasurement(measured) };
    }
    case 'threshold':
      return answerThreshold(env);
    case 'change':
      return answerThreshold(env, request);
  }
};

/** Does what the command line asks for. Resolves to the exit code: 0 done or helped, 1 refused, 2 usage. */
export const runTriage = ({ args, env, out, err }: RunTriageOptions): Promise<number> =>
  runCommand({
    usage: USAGE,
    out,
    err,
    run: async () => {
      const request = readArguments(args);
      return { ...(await answer(request, env)), asJson: request.json };
    },
  });
