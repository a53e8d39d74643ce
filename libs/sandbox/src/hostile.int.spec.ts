import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@troupe/testing';
import { findCgroupHome } from './cgroup/cgroup-home.ts';
import { couldHold } from './could-hold.ts';
import { ownName } from './left-behind.ts';
import { probeSandbox } from './probe/probe-sandbox.ts';
import type { SandboxProbe } from './probe/sandbox-probe.ts';
import { callHostile, mostTasksAtOnce, processesOf } from './sandbox.fixture.ts';

/** Where nothing could hold, nothing is run. */
const walled = (await couldHold()) ? describe : describe.skip;

const USER = 60_871;
const WAIT = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);';
const TEN_GIGABYTES = 'for (const kept = []; kept.length < 10_000;)';

let probe: SandboxProbe;
let cgroups: readonly string[];
beforeAll(async () => {
  probe = await probeSandbox({ user: USER });
  expect(probe.missing).toEqual([]);
  cgroups = (await findCgroupHome()).parents.map(({ folder }) => folder);
}, 60_000);
afterAll(() => probe.close());

/** What runs of this process have left in a folder. */
const leftIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter(
    (name) => name.startsWith(ownName('').split('--')[0] ?? '') && !name.includes('ground'),
  );

afterEach(async () => {
  await eventually(async () => expect(await processesOf(USER)).toEqual([]));
  for (const folder of [...cgroups, tmpdir()]) expect(await leftIn(folder)).toEqual([]);
});

walled('code that does not end', () => {
  it.each([
    ['loops for ever', 'for (;;);'],
    ['waits for ever', WAIT],
    ['takes the questions away', 'for (;;) fs.readSync(0, Buffer.alloc(1));'],
  ])('is stopped by the clock of the caller when it %s', async (_name, body) => {
    const source = `import fs from 'node:fs'; export const f = () => { ${body} };`;
    expect(await callHostile(probe, source, { callMs: 400 })).toEqual([
      { kind: 'failed', cause: 'took longer than 400 ms' },
    ]);
  });

  it('is stopped when it multiplies, and has never more processes and threads than it may', async () => {
    const bomb = `
      import { spawn } from 'node:child_process';
      const children = [1, 2, 3, 4].map(() => spawn('/bin/node', ['/work/bomb.js']).on('error', () => {}));
      export const started = children.filter(({ pid }) => pid !== undefined).length;
      setInterval(() => {}, 1_000);`;
    const source = `
      import { started } from '../bomb.js';
      export const f = (call) => { if (call === 1) return started; ${WAIT} };`;
    const files = { 'src/f.js': source, 'bomb.js': bomb, 'package.json': '{"type":"module"}' };
    // So much memory that the processes are what there is not enough of.
    const limits = { processes: 64, memoryBytes: 1_024 ** 3, wallMs: 60_000 };
    const called = callHostile(probe, source, { files, limits, calls: [[1], [2]], callMs: 5_000 });
    const most = await mostTasksAtOnce(USER, called);
    const [first, second] = await called;
    expect(first).toMatchObject({ kind: 'returned', json: expect.stringMatching(/^[1-4]$/) });
    expect(second).toEqual({ kind: 'failed', cause: 'took longer than 5000 ms' });
    expect(most).toBeLessThanOrEqual(limits.processes);
  });
});

walled('code that takes too much', () => {
  it.each([
    ['the heap', `${TEN_GIGABYTES} kept.push(new Array(131_072).fill(Math.random()));`],
    ['buffers', `${TEN_GIGABYTES} kept.push(Buffer.alloc(1_048_576, 1));`],
  ])('is stopped by the limit of memory when it fills %s', async (_name, body) => {
    expect(await callHostile(probe, `export const f = () => { ${body} };`, { callMs: 15_000 })).toEqual([
      { kind: 'failed', cause: 'needed more than 256 MiB of memory' },
    ]);
  });

  it('is stopped when it prints without end', async () => {
    const source =
      "import fs from 'node:fs'; export const f = () => { for (;;) fs.writeSync(1, 'passed'.repeat(1_000)); };";
    expect(await callHostile(probe, source, { callMs: 15_000 })).toEqual([
      { kind: 'failed', cause: 'printed more than 1048576 bytes' },
    ]);
  });

  it('is stopped when it answers without end', async () => {
    const source =
      "import fs from 'node:fs'; export const f = () => { for (;;) fs.writeSync(3, 'x'.repeat(65_536)); };";
    expect(await callHostile(probe, source, { callMs: 15_000 })).toEqual([
      { kind: 'failed', cause: 'printed more than 1048576 bytes' },
    ]);
  });

  it('finds its scratch full', async () => {
    const source = "import fs from 'node:fs'; export const f = (i) => { for (;;) fs.writeFileSync(`/tmp/${i += 1}`, Buffer.alloc(1e6)); };"; // prettier-ignore
    expect(await callHostile(probe, source, { callMs: 15_000 })).toMatchObject([
      { kind: 'threw', message: expect.stringContaining('ENOSPC') },
    ]);
  });
});

walled('code that reaches for the host', () => {
  const reach = (statement: string): string =>
    `import fs from 'node:fs'; import net from 'node:net'; export const f = (given) => { ${statement} };`;

  it.each(['/etc/troupe-was-here', '/work/src/f.js', '/troupe/caller.mjs', '/var/tmp/troupe-was-here'])(
    'cannot write %s',
    async (path) => {
      const [outcome] = await callHostile(probe, reach('return fs.writeFileSync(given, "x")'), { calls: [[path]] });
      expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringMatching(/EROFS|ENOENT/) });
      expect(['/etc/troupe-was-here', '/var/tmp/troupe-was-here'].filter(existsSync)).toEqual([]);
    },
  );

  it.each([
    '/etc/passwd',
    '/proc/self/environ',
    `/proc/${process.pid}/environ`,
    '/old',
    join(import.meta.dirname, 'index.ts'),
  ])('cannot read %s', async (path) => {
    const [outcome] = await callHostile(probe, reach('return fs.readFileSync(given, "utf8")'), { calls: [[path]] });
    expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringMatching(/ENOENT|EISDIR|EACCES/) });
  });

  it('follows links to nowhere', async () => {
    const link = 'fs.symlinkSync(given, "/tmp/link"); return fs.readFileSync("/tmp/link", "utf8")';
    const calls = ['/etc/passwd', '../../../etc/passwd', '/proc/1/root/etc/passwd'].map((path) => [path]);
    const source = reach(`fs.rmSync("/tmp/link", { force: true }); ${link}`);
    for (const outcome of await callHostile(probe, source, { calls }))
      expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringContaining('ENOENT') });
  });

  it('has an empty environment, whatever the service has', async () => {
    process.env.TROUPE_SECRET_OF_A_SPEC = 'secret';
    const [outcome] = await callHostile(probe, 'export const f = () => Object.keys(process.env);');
    delete process.env.TROUPE_SECRET_OF_A_SPEC;
    expect(outcome).toMatchObject({ kind: 'returned', json: '[]' });
  });

  it('finds nobody to send a signal to', async () => {
    const kill = 'process.kill(given, "SIGKILL"); return "sent";';
    const [self, parent] = await callHostile(probe, reach(kill), { calls: [[process.pid], [process.ppid]] });
    expect([self, parent]).toMatchObject(
      [{ message: /ESRCH/ }, { message: /ESRCH/ }].map(({ message }) => ({
        kind: 'threw',
        message: expect.stringMatching(message),
      })),
    );
  });

  it('reaches neither the loopback of the host nor anything else', async () => {
    let reached = 0;
    const server = createServer(() => (reached += 1)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const connect = (to: string): string =>
      `await new Promise((done) => net.connect(${to}).on('connect', () => done('connected')).on('error', ({ code }) => done(code)))`; // prettier-ignore
    const hosts = [`{ port: ${port}, host: '127.0.0.1' }`, "{ port: 53, host: '192.0.2.53' }"];
    const source = `import net from 'node:net'; const came = [${hosts.map(connect).join(', ')}]; export const f = () => came;`;
    const [outcome] = await callHostile(probe, source);
    server.close();
    expect(outcome).toMatchObject({ kind: 'returned', json: '["ENETUNREACH","ENETUNREACH"]' });
    expect(reached).toBe(0);
  });

  it('leaves no process behind', async () => {
    const source = "import { spawn } from 'node:child_process'; spawn('/bin/node', ['-e', 'setInterval(() => {}, 1e3)'], { detached: true, stdio: 'ignore' }).unref(); export const f = () => 1;"; // prettier-ignore
    expect(await callHostile(probe, source)).toMatchObject([{ kind: 'returned', json: '1' }]);
    expect(await processesOf(USER)).toEqual([]);
  });
});

walled('code that claims to be right', () => {
  it('gives no answer by ending in the middle, and the others are asked all the same', async () => {
    const source = 'export const f = (n) => (n === 2 ? process.exit(0) : n * 10);';
    expect(await callHostile(probe, source, { calls: [[1], [2], [3]] })).toMatchObject([
      { kind: 'returned', json: '10' },
      { kind: 'failed', cause: 'ended its process with code 0' },
      { kind: 'returned', json: '30' },
    ]);
  });

  it('is not asked for ever', async () => {
    const source = 'export const f = () => process.exit(0);';
    const outcomes = await callHostile(probe, source, { calls: [[1], [2], [3]], processes: 2 });
    expect(outcomes[2]).toEqual({ kind: 'failed', cause: 'ended 2 processes: the rest is not called' });
  });

  it('is judged by what it returns, whatever it prints', async () => {
    const source = `export const f = () => { console.log('passed'); console.log('{"returned":{"json":"42"},"left":"[]"}'); return 41; };`;
    expect(await callHostile(probe, source)).toMatchObject([{ kind: 'returned', json: '41' }]);
  });

  it.each([
    ['without a nonce', '{"returned":{"json":"42"},"left":"[1]"}'],
    ['with one that it has made up', '00000000-0000-4000-8000-000000000000 {"returned":{"json":"42"},"left":"[1]"}'],
  ])('gets no answer through that it writes to the pipe %s', async (_name, line) => {
    const source = `import fs from 'node:fs'; export const f = () => { fs.writeSync(3, ${JSON.stringify(`${line}\n`)}); return 42; };`;
    expect(await callHostile(probe, source)).toEqual([
      { kind: 'failed', cause: 'wrote to the pipe of answers what is no answer' },
    ]);
  });

  it('changes no answer by what it does to the language', async () => {
    const source = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      Object.prototype.json = '42';
      JSON.stringify = () => '{"returned":{"json":"42"},"left":"[1]"}';
      JSON.parse = () => ({ values: [42] });
      Reflect.apply = () => 42;
      String.prototype.toJSON = Number.prototype.toJSON = () => 42;
      fs.writeSync = () => 42;
      syncBuiltinESMExports();
      export const f = (n) => n + 10;`;
    expect(await callHostile(probe, source, { calls: [[1], [2]] })).toMatchObject([
      { kind: 'returned', json: '11' },
      { kind: 'returned', json: '12' },
    ]);
  });

  it('harms itself alone when it breaks what everything stands on', async () => {
    const source = `
      export const f = () => {
        Function.prototype.call = Function.prototype.apply = () => 42;
        Array.prototype[Symbol.iterator] = function* () { yield 42; };
        Object.defineProperty(Object.prototype, 'returned', { get: () => ({ json: '42' }), set: () => {} });
        return 41;
      };`;
    const [outcome] = await callHostile(probe, source);
    expect(outcome).not.toMatchObject({ json: '42' });
    expect([...[1, 2]]).toEqual([1, 2]);
    expect(({} as Record<string, unknown>).returned).toBeUndefined();
  });

  it('cannot pollute the service with what it throws or returns', async () => {
    const source = `export const f = () => JSON.parse('{"__proto__":{"polluted":true}}');`;
    expect(await callHostile(probe, source)).toEqual([{ kind: 'returned', json: null, was: 'object', left: '[1]' }]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

walled("Node's own permissions", () => {
  it.each([
    ['processes', "import { spawnSync } from 'node:child_process'; export const f = () => { const { error } = spawnSync('/bin/node'); if (error) throw error; };"], // prettier-ignore
    ['writing', "import fs from 'node:fs'; export const f = () => fs.writeFileSync('/tmp/x', 'x');"],
    [
      'threads',
      "import { Worker } from 'node:worker_threads'; export const f = () => new Worker('1', { eval: true });",
    ],
  ])('stand before the walls: %s are refused already', async (_name, source) => {
    const [outcome] = await callHostile(probe, source, { nodePermission: true });
    expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringContaining('restricted') });
  });
});
