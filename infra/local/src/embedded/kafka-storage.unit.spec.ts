import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { formatStorage } from './kafka-storage.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'troupe-storage-'));
  mkdirSync(join(home, 'jars'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A Java that formats the folder `first` as Kafka's tool would, or fails. */
const javaThat = (script: string): string => {
  const java = join(home, 'java');
  writeFileSync(java, `#!/bin/sh\ncd ${home}\n${script}\n`);
  chmodSync(java, 0o755);
  return java;
};
const format = (name: string, java: string): Promise<void> =>
  formatStorage({
    java,
    jars: join(home, 'jars'),
    properties: join(home, 'server.properties'),
    nodeId: 7,
    dataDir: join(home, name),
    env: process.env,
    signal: new AbortController().signal,
  });
const metaOf = (name: string): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(join(home, name, 'meta.properties'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('=') as [string, string]),
  );

describe('formatStorage', () => {
  it('has the tool format the first storage, and makes later ones from its checkpoint, with ids of their own', async () => {
    await format('first', javaThat('mkdir first && printf features >first/bootstrap.checkpoint'));
    const none = javaThat('exit 1');
    await format('second', none);
    await format('third', none);
    expect(readFileSync(join(home, 'third', 'bootstrap.checkpoint'), 'utf8')).toBe('features');
    const [second, third] = [metaOf('second'), metaOf('third')];
    expect([...third.keys()]).toEqual(['version', 'node.id', 'cluster.id', 'directory.id']);
    expect([third.get('version'), third.get('node.id')]).toEqual(['1', '7']);
    const ids = [second, third].flatMap((meta) => [meta.get('cluster.id'), meta.get('directory.id')]);
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[\w-]{22}$/);
  });

  it('tells what the tool said when it fails', async () => {
    await expect(format('first', javaThat('echo no room >&2; exit 1'))).rejects.toThrow(
      /formatted: no room\n.*written/,
    );
  });
});
