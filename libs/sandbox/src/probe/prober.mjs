// Runs inside, without Node's permissions: tries what must not be possible, and says on descriptor 3 what came of it. What
// it tries is bounded by itself: where a limit does not hold, the host is none the worse.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';

const MIB = 1024 * 1024;
const { kind, ...asked } = JSON.parse(process.argv[2]);

/** What an attempt came to: the code of its error, or that it was done. */
const attempt = (does) => {
  try {
    does();
    return 'done';
  } catch (error) {
    return error.code ?? String(error);
  }
};

const readPath = (path) =>
  attempt(() => (fs.statSync(path).isDirectory() ? fs.readdirSync(path) : fs.readFileSync(path)));

/** Writes a file until that is refused. */
const fill = (path, mostBytes) => {
  const piece = Buffer.alloc(MIB / 16, 1);
  let bytes = 0;
  const refused = attempt(() => {
    const file = fs.openSync(path, 'w');
    while (bytes < mostBytes) bytes += fs.writeSync(file, piece);
    fs.closeSync(file);
  });
  return { bytes, refused };
};

const fillScratch = (mostBytes) => {
  let bytes = 0;
  for (let index = 0; bytes < mostBytes; index += 1) {
    const one = fill(`/tmp/fill-${index}`, MIB / 2);
    bytes += one.bytes;
    if (one.refused !== 'done') return { bytes, refused: one.refused };
  }
  return { bytes, refused: 'done' };
};

const openMany = (most) => {
  const files = [];
  const refused = attempt(() => {
    while (files.length < most) files.push(fs.openSync('/work', 'r'));
  });
  files.forEach((file) => fs.closeSync(file));
  return { files: files.length, refused };
};

const connect = (where) =>
  new Promise((resolve) => {
    const socket = net.connect(where);
    socket.setTimeout(1_000, () => resolve('ETIMEDOUT'));
    socket.on('connect', () => resolve('done')).on('error', (error) => resolve(error.code ?? String(error)));
  });

const connectAll = async (addresses) => {
  const tried = {};
  for (const where of addresses) tried[JSON.stringify(where)] = await connect(where);
  return tried;
};

const look = async ({ writable, readable, addresses, parent, mostFileBytes, mostScratchBytes, mostFiles }) => ({
  uid: process.getuid(),
  gid: process.getgid(),
  groups: process.getgroups(),
  environment: Object.keys(process.env),
  writes: Object.fromEntries(writable.map((path) => [path, attempt(() => fs.writeFileSync(path, 'x'))])),
  reads: Object.fromEntries(readable.map((path) => [path, readPath(path)])),
  connects: await connectAll(addresses),
  interfaces: Object.keys(os.networkInterfaces()),
  signal: attempt(() => process.kill(parent, 0)),
  parentPid: process.ppid,
  openFiles: openMany(mostFiles),
  file: fill('/tmp/large', mostFileBytes),
  scratch: fillScratch(mostScratchBytes),
});

/** Starts processes that do nothing but wait; ends as soon as one of them could not begin, or all have. */
const multiply = ({ most }) => {
  const begin = () => spawn('/bin/node', ['-e', 'console.log("here"); setInterval(() => {}, 1000)']);
  const end = () => process.exit(0);
  let begun = 0;
  const isThere = () => (begun += 1) === most && end();
  for (let index = 0; index < most; index += 1) {
    const child = begin().on('error', end).on('exit', end);
    child.stdout?.once('data', isThere);
  }
};

const hoard = ({ mostBytes }) => {
  const kept = [];
  while (kept.length * 4 * MIB < mostBytes) kept.push(Buffer.alloc(4 * MIB, 1));
};

const shout = ({ mostBytes }) => {
  const piece = 'x'.repeat(4_096);
  for (let bytes = 0; bytes < mostBytes; bytes += piece.length) fs.writeSync(1, piece);
};

/** Uses up CPU time, that of the system too. */
const spin = ({ mostMs }) => {
  const usedMs = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  };
  while (usedMs() < mostMs) for (let turn = 0; turn < 1_000_000; turn += 1);
};

const kinds = {
  look: async () => {
    fs.writeSync(3, `${JSON.stringify(await look(asked))}\n`);
    process.stdin.resume();
  },
  multiply: () => multiply(asked),
  hoard: () => hoard(asked),
  spin: () => spin(asked),
  sleep: () => setTimeout(() => undefined, asked.mostMs),
  shout: () => shout(asked),
};
await kinds[kind]();
