import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import { runFeatures } from './command/run-features.ts';
import { FEATURE, gatewayUnderTest, playedLedger, playedPublisher, rejection, type GatewayUnderTest } from './gateway.fixture.ts'; // prettier-ignore

let place: IsolatedStack;
let gateway: GatewayUnderTest;
let server: Server;
let folder: string;
let url: string;
const kafka = playedPublisher();
const ledger = playedLedger();

beforeAll(async () => {
  place = await isolated('gateway-features-command');
  gateway = await gatewayUnderTest({ url: place.databaseUrl, ledger, publisher: kafka.publisher });
  server = createServer((request, response) => gateway.app.routing(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), 'troupe-features-'));
  await writeFile(join(folder, 'tax.feature'), FEATURE.feature);
}, 60_000);

afterAll(async () => {
  await gateway.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
  await place.drop();
}, 60_000);

beforeEach(() => void Object.assign(ledger.state, { alive: true }));

const run = async (line: string, env: NodeJS.ProcessEnv = { GATEWAY_URL: url }) => {
  const lines: string[] = [];
  const write = (text: string): void => void lines.push(text);
  const args = line.replace('tax.feature', join(folder, 'tax.feature')).split(' ');
  const code = await runFeatures({ args, env, out: write, err: write });
  return { code, said: lines.join('\n') };
};

const submitted = async (): Promise<string> => {
  const { code, said } = await run('submit tax.feature --workspace shop --by ada --json');
  expect(code).toBe(0);
  // What the command writes with --json.
  return (JSON.parse(said) as { conversation: string }).conversation;
};

const ASKED = ['spec.rejected', rejection([{ id: 'q-1', question: 'How much?', choices: ['20', '21'] }])] as const;

describe('npm run features', () => {
  it('asks for the feature of a file under the name that the file gives it', async () => {
    const { code, said } = await run('submit tax.feature --workspace shop --request key-1');
    expect([code, said]).toEqual([0, expect.stringMatching(/^\S+ {2}accepted/)]);
    expect(await run('submit tax.feature --workspace shop --request key-1')).toEqual({ code, said });
    await eventually(() => expect(kafka.published.map(({ topic }) => topic)).toContain('feature.requested'));
    const rows = await gateway.database.db.selectFrom('requests').selectAll().where('idempotency_key', '=', 'key-1').execute(); // prettier-ignore
    expect(rows).toHaveLength(1);
  });

  it('waits until it is delivered, and tells how it went', async () => {
    const conversation = await submitted();
    ledger.append(conversation, 'feature.requested', ASKED);
    const waiting = run(`answer ${conversation} q-1=20 --wait`);
    await eventually(() => expect(kafka.published.at(-1)).toMatchObject({ topic: 'spec.answered', key: conversation }));
    ledger.append(conversation, 'spec.answered', 'spec.validated', 'feature.delivered');
    const { code, said } = await waiting;
    expect(code).toBe(0);
    expect(said).toMatch(/^\S+ {2}delivered\n(.*\n){4}.*feature\.delivered/);
  });

  it('says no when it is given up, or when a person is asked, also again', async () => {
    const [abandoned, asked] = [await submitted(), await submitted()];
    ledger.append(abandoned, 'feature.requested', ASKED);
    const giving = run(`answer ${abandoned} q-1=20 --wait`);
    ledger.append(asked, 'feature.requested', ASKED);
    const asking = run(`answer ${asked} q-1=20 --wait`);
    await eventually(() => expect(kafka.published.filter(({ topic }) => topic === 'spec.answered').length).toBeGreaterThan(2)); // prettier-ignore
    ledger.append(abandoned, 'spec.answered', 'feature.abandoned');
    ledger.append(asked, 'spec.answered', ASKED);
    expect(await giving).toMatchObject({ code: 1, said: expect.stringContaining('abandoned') });
    expect(await asking).toMatchObject({ code: 1, said: expect.stringContaining('is asked') });
    expect((await asking).said).toContain(`npm run features -- answer ${asked} <question>=<answer>`);
  });

  it('says no when nobody can review what was committed', async () => {
    const conversation = await submitted();
    ledger.append(conversation, 'feature.requested', ASKED);
    const waiting = run(`answer ${conversation} q-1=20 --wait`);
    await eventually(() => expect(kafka.published.at(-1)).toMatchObject({ topic: 'spec.answered', key: conversation }));
    const missing = [{ limit: 'cgroup-memory', found: 'none' }];
    ledger.append(conversation, 'code.committed', [
      'review.unavailable',
      { commit: 'c-1', missing, decidedBy: 'spec' },
    ]);
    expect(await waiting).toMatchObject({ code: 1, said: expect.stringContaining('cgroup-memory') });
  });

  it('asks for the review that was unavailable, and waits for what comes of it', async () => {
    const conversation = await submitted();
    ledger.append(conversation, 'feature.requested', 'spec.validated', 'code.committed');
    expect(await run(`review ${conversation}`)).toEqual({ code: 1, said: `REQUEST_REFUSED: nothing in ${conversation} waits for a review that was unavailable` }); // prettier-ignore
    ledger.append(conversation, ['review.unavailable', { commit: 'c-1', missing: [], decidedBy: 'spec' }]);
    const waiting = run(`review ${conversation} --wait`);
    await eventually(() =>
      expect(kafka.published.at(-1)).toMatchObject({ topic: 'review.requested', key: conversation }),
    );
    ledger.append(conversation, 'review.requested', 'feature.abandoned');
    expect(await waiting).toMatchObject({ code: 1, said: expect.stringContaining('abandoned') });
    expect(await run(`review ${conversation}`)).toMatchObject({ code: 1, said: expect.stringContaining('Submit the feature again') }); // prettier-ignore
  });

  it('shows where a feature stands', async () => {
    const conversation = await submitted();
    expect(await run(`show ${conversation}`)).toEqual({ code: 0, said: `${conversation}  accepted` });
    ledger.state.alive = false;
    expect(await run(`show ${conversation}`)).toMatchObject({ code: 1, said: expect.stringContaining('TIMEOUT') });
  });

  it.each([
    ['submit tax.feature --workspace Shop', 'REQUEST_REFUSED', 'workspace must be lower-case letters'],
    ['show nobody-began-this', 'REQUEST_REFUSED', 'no conversation of this id'],
    ['answer nobody-began-this q-1=20', 'REQUEST_REFUSED', 'no conversation of this id'],
  ])('says why "%s" is refused', async (line, refusal, why) => {
    const { code, said } = await run(line);
    expect(code).toBe(1);
    expect(said).toContain(refusal);
    expect(said).toContain(why);
  });

  it('says how to send again what nobody knows the fate of', async () => {
    const { code, said } = await run('submit tax.feature --workspace shop --request key-2', { GATEWAY_URL: 'http://127.0.0.1:1' }); // prettier-ignore
    expect(code).toBe(1);
    expect(said).toMatch(/^TIMEOUT: No gateway answers at http:\/\/127\.0\.0\.1:1.*--request key-2$/);
  });

  it('sends no answer that nobody asked for, unless it is sent again', async () => {
    const conversation = await submitted();
    ledger.append(conversation, 'feature.requested', ASKED);
    const isAnswered = (): boolean =>
      kafka.published.some(({ topic, key }) => topic === 'spec.answered' && key === conversation);
    expect(await run(`answer ${conversation} q-2=20`)).toEqual({ code: 1, said: "REQUEST_REFUSED: nobody asks 'q-2': what is asked is q-1 (20 | 21)" }); // prettier-ignore
    expect(await run(`answer ${conversation} q-1=22 --wait`)).toMatchObject({ code: 1, said: expect.stringContaining("one of '20', '21'") }); // prettier-ignore
    expect(isAnswered()).toBe(false);
    expect(await run(`answer ${conversation} q-2=20 --request key-3`)).toMatchObject({ code: 0 });
    await eventually(() => expect(isAnswered()).toBe(true));
  });

  it('answers also while the ledger is away', async () => {
    const conversation = await submitted();
    ledger.state.alive = false;
    expect(await run(`answer ${conversation} q-1=20`)).toEqual({ code: 0, said: `${conversation}  answered` });
  });

  it('explains itself to who is not understood, and names a file that is not there', async () => {
    expect(await run('submit')).toMatchObject({ code: 2, said: expect.stringContaining('usage:') });
    const { code, said } = await run('submit /nowhere.feature --workspace shop');
    expect(code).toBe(1);
    expect(said).toMatch(/^CONFIG_INVALID: \/nowhere\.feature cannot be read: .*ENOENT[^\n]*standard input$/);
  });
});
