import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/**
 * `npm run bench:peers -- --install`: installs what the peers of the benchmarks are written with, in this folder alone, in the
 * versions of its lock file and without running any of their scripts; then checks the types of the peers.
 */
const { values } = parseArgs({ options: { install: { type: 'boolean', default: false } } });

const run = (command: string, ...args: readonly string[]): void => {
  const { status } = spawnSync(command, args, { cwd: import.meta.dirname, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
};

if (values.install) {
  run('npm', 'ci');
  run('npx', 'tsc', '--noEmit', '--project', '.');
} else {
  process.stdout.write(
    'npm run bench:peers -- --install: about 310 MB from the npm registry, among them the server of Restate, which is under the\n' +
      'Business Source License. BullMQ needs a Redis besides: apt-get install redis-server. Then: npm run bench:saga\n',
  );
}
