import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { agentPart, edgePart, recorderPart, type Choreography, type Part } from '@troupe/choreography';
import { defineAgent, when } from '@troupe/agent-sdk';
import { eventType, type EventDefinition } from '@troupe/contracts';
import { runSchemas } from './run-schemas.ts';

// Every course is played in a repository of its own, by git's own processes.
jest.setTimeout(60_000);

const PATH = 'schemas/shop/parcel.sent.avsc';
const WEIGHT = { name: 'grams', type: 'long', doc: 'What it weighs.' };
const CARRIER = { name: 'carrier', type: ['null', 'string'], default: null, doc: 'Who has it.' };

const schemaWith = (...fields: readonly object[]): string =>
  JSON.stringify({ type: 'record', name: 'ParcelSent', namespace: 'troupe.shop', doc: 'It is on its way.', fields });

const ParcelSent = eventType({
  type: 'parcel.sent',
  domain: 'shop',
  schema: { type: 'record', name: 'ParcelSent', fields: [] },
});

const inFolder = (part: Part) => ({ ...part, folder: `apps/${part.name}` });
const choreography = (events: readonly EventDefinition[] = [ParcelSent]): Choreography => ({
  events,
  services: [
    inFolder(edgePart({ name: 'gateway', consumes: [], publishes: [ParcelSent] })),
    inFolder(agentPart(defineAgent({ name: 'mail-agent', publishes: [], on: [when(ParcelSent, () => undefined)] }))),
    inFolder(recorderPart({ name: 'ledger', consumes: [ParcelSent], publishes: [] })),
  ],
});

let root: string;

const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const commit = (schema: string) => {
  write(PATH, schema);
  git('add', '-A');
  git('-c', 'user.name=spec', '-c', 'user.email=spec@localhost', 'commit', '-q', '-m', 'a version');
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'troupe-schemas-'));
  git('init', '-q', '-b', 'main');
  write('apps/mail-agent/src/mail.agent.ts', 'export const heavy = ({ grams }: { grams: number }) => grams > 1_000;');
  write('apps/ledger/src/ledger.ts', 'export const keep = (data: object) => data;');
  commit(schemaWith(WEIGHT));
});
afterEach(() => rmSync(root, { recursive: true }));

const check = async (...args: readonly string[]) => {
  const said: string[] = [];
  const tell = (line: string) => void said.push(line);
  const code = await runSchemas({
    args,
    root,
    choreography: () => Promise.resolve(choreography()),
    out: tell,
    err: tell,
  });
  return { code, text: said.join('\n') };
};

describe('npm run schemas:check', () => {
  it('has nothing to say where no schema has changed', async () => {
    expect(await check()).toEqual({ code: 0, text: 'no schema has changed' });
  });

  it('lets a field with a default be added, and says who reads the event and where it is stored', async () => {
    write(PATH, schemaWith(WEIGHT, CARRIER));
    const { code, text } = await check();
    expect(code).toBe(0);
    expect(text).toContain(`fits · ${PATH} (changed)\n  carrier: added`);
    expect(text).toContain('read by mail-agent; ledger');
    expect(text).toContain('dead letters and parked conversations of mail-agent (mail-agent.dead)');
    expect(text).toContain('ledger.events');
  });

  it('refuses a field without a default that is taken away, and names the code that reads it', async () => {
    write(PATH, schemaWith());
    const { code, text } = await check();
    expect(code).toBe(1);
    expect(text).toContain('cannot read what it writes');
    expect(text).toContain('grams: removed; named in apps/mail-agent/src/mail.agent.ts');
  });

  it('holds it against every version of the history, not the latest alone', async () => {
    commit(schemaWith(WEIGHT, CARRIER));
    commit(schemaWith(WEIGHT));
    write(PATH, schemaWith(WEIGHT, { ...CARRIER, type: ['null', 'long'] }));
    const { code, text } = await check('--json');
    expect(code).toBe(1);
    const { schemas } = JSON.parse(text) as { schemas: { misfits: string[]; fields: { change: string }[] }[] };
    expect(schemas[0]?.misfits).toHaveLength(2);
    expect(schemas[0]?.fields).toMatchObject([{ change: 'added' }]);
  });

  it.each([
    ['another type', schemaWith({ ...WEIGHT, type: 'string' }), 1],
    ['another doc', schemaWith({ ...WEIGHT, doc: 'Its weight.' }), 0],
    ['added', schemaWith(WEIGHT, { ...WEIGHT, name: 'litres' }), 1],
  ])('tells a field with %s', async (change, schema, code) => {
    write(PATH, schema);
    const found = await check();
    expect(found.code).toBe(code);
    expect(found.text).toContain(`: ${change}`);
  });

  it('refuses to let an event go that was written', async () => {
    rmSync(join(root, PATH));
    const { code, text } = await check();
    expect(code).toBe(1);
    expect(text).toContain('(gone)');
  });

  it('compares with the commit that is named, and refuses one that git does not know', async () => {
    commit(schemaWith(WEIGHT, CARRIER));
    expect((await check()).text).toBe('no schema has changed');
    expect((await check('--base', 'HEAD~1')).text).toContain('carrier: added');
    expect(await check('--base', 'nowhere')).toMatchObject({ code: 2 });
  });
});
