import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { stackError } from '../../stack-error.ts';
import { ROOT } from '../run-demo.ts';

const drawn = z.object({ token: z.string(), entry: z.string() });

/** Draws a token for an operator of this run, by the command of the gateway. @throws STACK_FAILED */
export const drawOperator = (name: string, role: string): z.infer<typeof drawn> => {
  const command = join(ROOT, 'apps/gateway/src/command/operators-main.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, name, role, '--json'], { encoding: 'utf8' });
  if (status === 0) return drawn.parse(JSON.parse(stdout));
  throw stackError(`no operator could be made: ${stderr}`, 'restore apps/gateway/src/command/operators-main.ts');
};
