import { randomBytes } from 'node:crypto';
import { parseOptions, refuseMore, required, runCommand, UsageError } from '@troupe/agent-sdk/command';
import { hashOf, readOperators, ROLES } from '../identity/operators.ts';

const USAGE = `usage: npm run operators -- <name> <role>

Draws a token for an operator, and says what DESK_OPERATORS has to have for it.
The token is shown once: nothing here keeps it.

  <name>  letters, digits, spaces, dots, hyphens; shown in events and on pages
  <role>  ${ROLES.join(', ')}

  --json  one JSON document instead of text

Exit codes: 0 done; 2 this text.`;

/** What the command is run with. */
export interface RunOperatorsOptions {
  readonly args: readonly string[];
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

const TOKEN_BYTES = 32;

const draw = (name: string, role: string): { readonly token: string; readonly entry: string } => {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const entry = `${name}:${role}:${hashOf(token)}`;
  if (readOperators(entry) === undefined)
    throw new UsageError(`'${name}' cannot be a name, or '${role}' is none of ${ROLES.join(', ')}`);
  return { token, entry };
};

/** Draws a token. Resolves to the exit code. */
export const runOperators = ({ args, out, err }: RunOperatorsOptions): Promise<number> =>
  runCommand({
    usage: USAGE,
    out,
    err,
    run: () => {
      const { values, positionals } = parseOptions(args, { json: { type: 'boolean', default: false } });
      const [name, role, ...more] = positionals;
      refuseMore(more);
      const drawn = draw(required('the <name>', name), required('the <role>', role));
      const text = `token           ${drawn.token}\nDESK_OPERATORS  ${drawn.entry}`;
      return Promise.resolve({ json: drawn, text, asJson: values.json });
    },
  });
