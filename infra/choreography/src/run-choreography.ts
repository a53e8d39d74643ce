import { parseOptions, refuseMore, runCommand, type CommandOptions } from '@troupe/agent-sdk/command';
import { check } from '@troupe/choreography';
import { loadChoreography } from './load-choreography.ts';
import { printFindings } from './print-findings.ts';

const USAGE = `usage: npm run choreography -- [--json]

Reads what every service says that it consumes and publishes, the sagas and the schemas, and looks for what cannot work.

  --json   one JSON document instead of text`;

/** How the command is run. */
export interface RunChoreographyOptions extends Pick<CommandOptions, 'out' | 'err'> {
  readonly args: readonly string[];
  /** The folder of the repository. */
  readonly root: string;
}

/** Runs `npm run choreography`. Resolves to the exit code: 0 sound, 1 findings, 2 usage. */
export const runChoreography = ({ args, root, out, err }: RunChoreographyOptions): Promise<number> =>
  runCommand({
    usage: USAGE,
    out,
    err,
    run: async () => {
      const { values, positionals } = parseOptions(args, { json: { type: 'boolean', default: false } });
      refuseMore(positionals);
      const choreography = await loadChoreography(root);
      const findings = check(choreography);
      return {
        asJson: values.json,
        json: { findings },
        text: printFindings(findings, choreography),
        failed: findings.length > 0,
      };
    },
  });
