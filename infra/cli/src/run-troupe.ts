import { tableOf } from '@troupe/agent-sdk/command';
import type { CommandContext } from './command.ts';
import { COMMANDS } from './commands.ts';
import { completion, isShell, SHELLS } from './completion.ts';

const usage = (): string => {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => [`  ${name}`, summary]);
  const own = [['  completion', `what a shell completes by: ${SHELLS.join(', ')}`]];
  return [
    'usage: troupe <command> [options]',
    '',
    ...tableOf([...rows, ...own]),
    '',
    'Every command says more with --help, and one JSON document with --json. Servers are those of the environment:',
    'KAFKA_BROKERS, SCHEMA_REGISTRY_URL, DATABASE_URL, …',
    'exit codes: 0 done; 1 refused, found wanting, or a server is away; 2 not understood; 130 interrupted',
  ].join('\n');
};

const complete = (shell: string | undefined, { out, err }: CommandContext): number => {
  if (isShell(shell)) {
    out(completion(shell, COMMANDS));
    return 0;
  }
  err(`say for which shell: ${SHELLS.join(', ')}`);
  return 2;
};

/** Runs a command. Resolves to the exit code. */
export const runTroupe = async ([name, ...args]: readonly string[], context: CommandContext): Promise<number> => {
  if (name === undefined || name === '--help' || name === 'help') {
    context.out(usage());
    return 0;
  }
  if (name === 'completion') return complete(args[0], context);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command.run(args, context);
  context.err(`there is no command '${name}'\n\n${usage()}`);
  return 2;
};
