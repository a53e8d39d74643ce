import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runImages } from './run-images.ts';

const said: string[] = [];
const run = (...args: string[]): Promise<number> =>
  runImages({ args, root: join(import.meta.dirname, '../../..'), out: (line) => said.push(line), err: (line) => said.push(line) }); // prettier-ignore

describe('npm run images', () => {
  it('refuses the name of a service that there is not, before anything is built', async () => {
    expect(await run('no-agent')).toBe(2);
    expect(said.join('\n')).toContain(`there is no service 'no-agent' in apps/`);
  });
});
