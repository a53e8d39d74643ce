import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startScriptedModel, type ScriptedModel } from '@troupe/testing';
import { asked, openScripted, stepTape } from '../asking.fixture.ts';
import { fence, randomNonce } from '../prompts/fence.ts';
import { recordTraffic, replayTraffic } from './traffic.ts';

let folder: string;
let server: ScriptedModel;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'traffic-'));
  server = await startScriptedModel();
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** A question whose fence is another one each time. */
const question = (about: string) => ({ step: 'say', prompt: asked({ text: fence('text', about, randomNonce()) }) });
const key = { LLM_API_KEY: 'sk-verysecret-0123456789' };
const record = async (about: string): Promise<string> => {
  const model = openScripted(server, key, { fetch: recordTraffic({ folder }) });
  return (await model.ask(question(about), stepTape().handling())).data;
};
const replay = async (about: string, more: object = {}): Promise<string> => {
  const model = openScripted({ env: { ...server.env, LLM_BASE_URL: 'http://elsewhere.invalid/v1' } }, key, { fetch: replayTraffic({ folder }) }); // prettier-ignore
  return (await model.ask({ ...question(about), ...more }, stepTape().handling())).data;
};

describe('recorded traffic', () => {
  it('is answered again without anybody being asked, whatever the fences and the host are', async () => {
    server.says({ text: 'It is a key.' });
    expect(await record('a key')).toBe('It is a key.');
    expect(await replay('a key')).toBe('It is a key.');
  });

  it('has no key in it, and no header', async () => {
    server.says({ text: 'Your key is sk-anothersecret-0123456789.' });
    await record('Bearer abcdefgh12345678');
    const files = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')));
    expect(files).toHaveLength(1);
    expect(files.join('')).not.toMatch(/secret|authorization|abcdefgh/i);
  });

  it('says clearly what was never recorded', async () => {
    await expect(replay('something else')).rejects.toMatchObject({
      code: 'MODEL_UNRECORDED',
      retryable: false,
      message: expect.stringContaining('/v1/chat/completions'),
    });
  });

  it('keeps streams as they were', async () => {
    server.says({ text: 'one two three' });
    const model = openScripted(server, {}, { fetch: recordTraffic({ folder }) });
    const onText = (): void => undefined;
    await model.ask({ ...question('numbers'), onText }, stepTape().handling());
    const heard: string[] = [];
    expect(await replay('numbers', { onText: (text: string) => heard.push(text) })).toBe('one two three');
    expect(heard).toEqual(['one ', 'two ', 'three']);
  });

  it('tells equal requests apart by their order', async () => {
    server.says({ text: 'first' }, { text: 'second' });
    const model = openScripted(server, {}, { fetch: recordTraffic({ folder }) });
    for (let times = 0; times < 2; times += 1) await model.ask(question('again'), stepTape().handling());
    const replaying = openScripted(server, {}, { fetch: replayTraffic({ folder }) });
    const answers = [];
    for (let times = 0; times < 2; times += 1)
      answers.push((await replaying.ask(question('again'), stepTape().handling())).data);
    expect(answers).toEqual(['first', 'second']);
  });
});
