import { spawnSync } from 'node:child_process';
import { note, print, runBench } from '../lib/bench-command.ts';

const USAGE = `usage: npm run bench:peers -- --install

Installs what the peers of the benchmarks are written with, in this folder alone, in the versions of its lock file and without
running any of their scripts; then checks the types of the peers. About 310 MB from the npm registry, among them the server of
Restate, which is under the Business Source License. BullMQ needs a Redis besides: apt-get install redis-server. Then:
npm run bench:saga

  --install  does it
  --help     this text`;

const execute = (command: string, ...args: readonly string[]): void => {
  const { status } = spawnSync(command, args, { cwd: import.meta.dirname, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
};

await runBench({
  usage: USAGE,
  options: { install: { type: 'boolean', default: false } },
  read: ({ install }) => install,
  run: async (install) => {
    if (!install) return print(USAGE);
    note('installing');
    execute('npm', 'ci');
    execute('npx', 'tsc', '--noEmit', '--project', '.');
    await Promise.resolve();
  },
});
