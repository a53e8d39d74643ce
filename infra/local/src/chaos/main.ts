import { readArguments, USAGE, UsageError, type ChaosRequest } from './arguments.ts';
import { runCommand } from './run-command.ts';

/** `npm run chaos`: see the text that `--help` prints. */
const request = (): ChaosRequest | undefined => {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n`);
    process.exitCode = 2;
    return undefined;
  }
};

const asked = request();
if (asked === undefined) process.stdout.write(`${USAGE}\n`);
else process.exitCode = await runCommand(asked, (text) => void process.stdout.write(`${text}\n`));
