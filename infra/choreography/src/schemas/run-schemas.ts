import type { Choreography } from '@troupe/choreography';
import { parseOptions, refuseMore, runCommand, type CommandOptions } from '@troupe/agent-sdk/command';
import { examineSchemas } from './examine-schemas.ts';
import { printSchemas } from './print-schemas.ts';
import { baseOf, changedSchemas } from './schema-history.ts';

const USAGE = `usage: npm run schemas:check -- [--base <commit>] [--json]

Holds every schema that is not as it was in the base against all versions that the history has of it: readers of any version
have to read what any other writes (FULL_TRANSITIVE). Says which services and sagas read a field that changed, and where
events lie that were written before.

  --base <commit>   what it is compared with; default: where this branch left main
  --json            one JSON document instead of text

exit codes: 0 all versions fit, 1 some do not, 2 it was not understood`;

/** How the command is run. */
export interface RunSchemasOptions extends Pick<CommandOptions, 'out' | 'err'> {
  readonly args: readonly string[];
  /** The folder of the repository. */
  readonly root: string;
  /** Who reads what: asked when something has changed. */
  readonly choreography: () => Promise<Choreography>;
}

const OPTIONS = { base: { type: 'string' }, json: { type: 'boolean', default: false } } as const;

/** Runs `npm run schemas:check`. Resolves to the exit code. */
export const runSchemas = ({ args, root, choreography, out, err }: RunSchemasOptions): Promise<number> =>
  runCommand({
    usage: USAGE,
    out,
    err,
    run: async () => {
      const { values, positionals } = parseOptions(args, OPTIONS);
      refuseMore(positionals);
      const changed = changedSchemas(root, baseOf(root, values.base));
      const schemas = changed.length === 0 ? [] : examineSchemas(changed, { choreography: await choreography(), root });
      const failed = schemas.some(({ misfits }) => misfits.length > 0);
      return { json: { schemas }, text: printSchemas(schemas), failed, asJson: values.json };
    },
  });
