import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadChoreography } from './load-choreography.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'troupe-choreography-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const service = (name: string, choreography?: string): void => {
  const folder = join(root, 'apps', name);
  mkdirSync(join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', troupe: { service: true } }));
  writeFileSync(join(folder, 'src/main.ts'), `throw new Error('a service is run');`);
  if (choreography !== undefined) writeFileSync(join(folder, 'src/choreography.ts'), choreography);
};

describe('loadChoreography', () => {
  it('has the part of every service, by the folder that it is found in, and runs none', async () => {
    service(
      'bell-agent',
      `export const choreography = { name: 'bell-agent', kind: 'edge', consumes: [], publishes: [], joins: [], sagas: [] };`,
    );
    const { services, events } = await loadChoreography(root);
    expect(services).toEqual([expect.objectContaining({ name: 'bell-agent', folder: 'apps/bell-agent' })]);
    expect(events.map(({ type }) => type)).toContain('agent.announced');
  });

  it('refuses a service that says nothing of its part, naming the file', async () => {
    service('mute-agent');
    await expect(loadChoreography(root)).rejects.toThrow('apps/mute-agent/src/choreography.ts is missing');
  });

  it('refuses a part that is none', async () => {
    service('odd-agent', 'export const choreography = { name: "odd-agent" };');
    await expect(loadChoreography(root)).rejects.toThrow('apps/odd-agent/src/choreography.ts says nothing');
  });
});
