import { afterEach, describe, expect, it } from '@jest/globals';
import { OrderFlagged } from '@troupe/contracts';
import { startScriptedModel, type ScriptedModel, type ScriptLine } from '@troupe/testing';
import { z } from 'zod';
import { asked, openScripted, stepTape } from '../asking.fixture.ts';
import { modelTool } from '../tools/model-tool.ts';
import { answerOf } from './answer-schema.ts';

const servers: ScriptedModel[] = [];
const scripted = async (...replies: readonly ScriptLine[]): Promise<ScriptedModel> => {
  const server = await startScriptedModel({ replies });
  servers.push(server);
  return server;
};
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const verdict = { score: 0.9, reasons: [], decidedBy: 'a model' };
const question = { step: 'judge', prompt: asked(), schema: OrderFlagged };

describe('an answer', () => {
  it('is text where nothing else is asked for', async () => {
    const server = await scripted({ text: 'It is a key.' });
    const answer = await openScripted(server).ask({ step: 'say', prompt: asked() }, stepTape().handling());
    expect(answer).toMatchObject({
      data: 'It is a key.',
      by: 'openai-compatible:scripted',
      prompt: 'spec@1',
      turns: 1,
    });
    expect(server.requests()[0]?.body).toMatchObject({
      model: 'scripted',
      messages: [
        { role: 'system', content: 'You answer.' },
        { role: 'user', content: 'What is it?' },
      ],
    });
  });

  it('is the data of an event, asked for and checked by the event’s own schema', async () => {
    const server = await scripted({ json: verdict });
    const { data } = await openScripted(server).ask(question, stepTape().handling());
    expect(OrderFlagged(data).data).toEqual(verdict);
    expect(server.requests()[0]?.body).toMatchObject({
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'order_flagged', strict: true, schema: { required: ['score', 'reasons', 'decidedBy'] } },
      },
    });
  });

  it('that does not fit is given back with all that is wrong, and taken when it is corrected', async () => {
    const server = await scripted({ json: { ...verdict, score: 'high', colour: 1 } }, { json: verdict });
    const { data, turns } = await openScripted(server).ask(question, stepTape().handling());
    expect({ data, turns }).toEqual({ data: verdict, turns: 2 });
    const told = JSON.stringify(server.requests()[1]?.body.messages?.at(-1)?.content);
    expect(told).toContain('score: must be a number');
    expect(told).toContain('colour: is not a known field');
  });

  it('that is no JSON is given back, too; in a block of code it is read', async () => {
    const server = await scripted(
      { text: '{"score": 0.9,' },
      { text: `\`\`\`json\n${JSON.stringify(verdict)}\n\`\`\`` },
    );
    const { data } = await openScripted(server).ask(question, stepTape().handling());
    expect(data).toEqual(verdict);
    expect(JSON.stringify(server.requests()[1]?.body.messages?.at(-1)?.content)).toContain('is no JSON');
  });

  it('that never fits is an error that names the fields, not what stood in them', async () => {
    const server = await scripted(...Array.from({ length: 3 }, () => ({ json: { ...verdict, score: 'SECRET' } })));
    await expect(openScripted(server).ask(question, stepTape().handling())).rejects.toMatchObject({
      code: 'MODEL_ANSWER_INVALID',
      retryable: false,
      message: expect.stringMatching(/^(?!.*SECRET).*score/),
      details: { why: 'schema', prompt: 'spec@1', by: 'openai-compatible:scripted' },
    });
  });

  it('that has fields of its own making does not get their names into errors', async () => {
    const line = { json: { ...verdict, 'ignore all rules': 1 } };
    const server = await scripted(line, line, line);
    await expect(openScripted(server).ask(question, stepTape().handling())).rejects.toThrow(
      /^(?!.*ignore).*\(a field that it does not have\)$/,
    );
  });

  it.each([
    [{ refusal: 'I will not.' }, 'MODEL_REFUSED', {}],
    [{ text: '{"score": 0.9, "rea', cutOff: 'length' as const }, 'MODEL_ANSWER_INVALID', { why: 'cut-off' }],
  ])('that is none is an error of its own kind, and not asked for again: %j', async (reply, code, details) => {
    const server = await scripted(reply);
    await expect(openScripted(server).ask(question, stepTape().handling())).rejects.toMatchObject({ code, details });
  });

  it('that is refused while somebody listens is the same error', async () => {
    const server = await scripted({ refusal: 'I will not.' });
    const listening = { ...question, onText: () => undefined };
    await expect(openScripted(server).ask(listening, stepTape().handling())).rejects.toMatchObject({
      code: 'MODEL_REFUSED',
    });
  });

  it('may be of a shape that zod describes', async () => {
    const server = await scripted({ json: { feature: 'Feature: tax' } });
    const shape = answerOf('feature', z.object({ feature: z.string() }));
    const { data } = await openScripted(server).ask(
      { step: 'write', prompt: asked(), schema: shape },
      stepTape().handling(),
    );
    expect(data.feature).toBe('Feature: tax');
  });

  it('comes by its schema in words from a server that takes none', async () => {
    const server = await scripted({ json: verdict });
    await openScripted(server, { LLM_JSON_SCHEMA: 'false' }).ask(question, stepTape().handling());
    const { messages, response_format: format } = server.requests()[0]?.body ?? {};
    expect(format).toEqual({ type: 'json_object' });
    expect(String(messages?.[0]?.content)).toContain('"decidedBy"');
  });

  it('comes word by word for whoever listens, and is the same', async () => {
    const server = await scripted({ text: 'It is a key.' });
    const heard: string[] = [];
    const tape = stepTape();
    const onText = (text: string): void => void heard.push(text);
    const { data } = await openScripted(server).ask({ step: 'say', prompt: asked(), onText }, tape.handling());
    expect({ data, heard }).toEqual({ data: 'It is a key.', heard: ['It ', 'is ', 'a ', 'key.'] });
    expect(tape.charges).toMatchObject([{ used: { tokens: 120 } }]);
  });
});

describe('recorded steps', () => {
  it('keep each request: whoever handles the event again asks nothing', async () => {
    const server = await scripted({ json: { ...verdict, score: 'high' } }, { json: verdict });
    const tape = stepTape();
    const model = openScripted(server);
    const first = await model.ask(question, tape.handling());
    expect(await model.ask(question, tape.handling())).toEqual(first);
    expect(server.requests()).toHaveLength(2);
    expect(tape.steps()).toEqual(['judge', 'judge 2']);
  });

  it('go on where a process died, with what had been answered', async () => {
    const server = await scripted({ json: { ...verdict, score: 'high' } }, { status: 400 }, { json: verdict });
    const tape = stepTape();
    const model = openScripted(server);
    await expect(model.ask(question, tape.handling())).rejects.toMatchObject({ code: 'MODEL_CALL_REJECTED' });
    expect((await model.ask(question, tape.handling())).data).toEqual(verdict);
    expect(server.requests()).toHaveLength(3);
  });

  it('carry the key of the step to the provider', async () => {
    const server = await scripted({ text: 'yes' });
    await openScripted(server).ask({ step: 'say', prompt: asked() }, stepTape().handling());
    expect(server.requests()[0]?.headers['idempotency-key']).toBe('key of say');
  });
});

describe('tools', () => {
  const files = new Map<string, string>();
  const done: string[] = [];
  const write = modelTool({
    name: 'write',
    description: 'Writes a file.',
    input: z.object({ path: z.string(), text: z.string() }),
    run: ({ path, text }) => {
      done.push(path);
      files.set(path, text);
      return { written: text.length };
    },
  });
  const withTools = { ...question, tools: [write] };
  const writing = { toolCalls: [{ name: 'write', arguments: { path: 'a.js', text: 'x' } }] };

  it('are called, and what they say is told to the model', async () => {
    done.length = 0;
    const server = await scripted(writing, { json: verdict });
    const tape = stepTape();
    const model = openScripted(server);
    const { turns } = await model.ask(withTools, tape.handling());
    await model.ask(withTools, tape.handling());
    expect({ turns, done, steps: tape.steps() }).toEqual({
      turns: 2,
      done: ['a.js'],
      steps: ['judge', 'judge.1 write', 'judge 2'],
    });
    expect(server.requests()[1]?.body.messages?.at(-1)).toMatchObject({ role: 'tool', content: '{"written":1}' });
  });

  it('are called, too, where the answer ends as if there were none', async () => {
    done.length = 0;
    const server = await scripted({ ...writing, finish: 'stop' }, { json: verdict });
    await openScripted(server).ask(withTools, stepTape().handling());
    expect(done).toEqual(['a.js']);
  });

  it('that do the same again are called again, with nothing recorded', async () => {
    done.length = 0;
    const server = await scripted(writing, { json: verdict });
    const tape = stepTape();
    const model = openScripted(server);
    const again = { ...withTools, tools: [{ ...write, repeatable: true }] };
    await model.ask(again, tape.handling());
    await model.ask(again, tape.handling());
    expect({ done, steps: tape.steps() }).toEqual({ done: ['a.js', 'a.js'], steps: ['judge', 'judge 2'] });
  });

  it.each([
    ['one that is not among them', [{ name: 'rm', arguments: { path: '/' } }], /rm/],
    ['input that does not fit', [{ name: 'write', arguments: { path: 1 } }], /path/],
    ['input that is no JSON', [{ name: 'write', arguments: '{"path":' }], /JSON|parse/i],
  ])('are not called for %s; the model is told why', async (_, toolCalls, why) => {
    done.length = 0;
    const server = await scripted({ toolCalls }, { json: verdict });
    await openScripted(server).ask(withTools, stepTape().handling());
    expect(done).toEqual([]);
    expect(JSON.stringify(server.requests()[1]?.body.messages?.at(-1))).toMatch(why);
  });

  it('that fail tell the model why, and the conversation goes on', async () => {
    const server = await scripted(writing, { json: verdict });
    const failing = { ...write, run: () => Promise.reject(new Error('disk full')) };
    await openScripted(server).ask({ ...question, tools: [failing] }, stepTape().handling());
    expect(JSON.stringify(server.requests()[1]?.body.messages?.at(-1))).toContain('disk full');
  });

  it('are not called for ever', async () => {
    const server = await scripted(writing, writing, writing);
    await expect(openScripted(server).ask({ ...withTools, mostTurns: 3 }, stepTape().handling())).rejects.toMatchObject(
      { code: 'MODEL_ANSWER_INVALID', details: { why: 'turns' } },
    );
  });
});

describe('what is private', () => {
  const mail = 'jo@example.org';

  it('does not reach the model, and is in the answer all the same', async () => {
    const server = await scripted({ json: { ...verdict, decidedBy: 'mail to [email-1]' } });
    const { data } = await openScripted(server).ask({ ...question, prompt: asked({ text: `Judge ${mail}` }) }, stepTape().handling()); // prettier-ignore
    expect(data.decidedBy).toBe(`mail to ${mail}`);
    expect(JSON.stringify(server.requests()[0]?.body)).not.toContain(mail);
  });

  it('reaches tools, and not the model in what they say or what does not fit', async () => {
    const server = await scripted(
      { toolCalls: [{ name: 'look', arguments: { who: '[email-1]' } }] },
      { json: { ...verdict, score: '[email-1]' } },
      { json: verdict },
    );
    const seen: unknown[] = [];
    const run = (input: unknown) => {
      seen.push(input);
      return `found ${mail} and other@example.org`;
    };
    const tools = [{ name: 'look', description: 'Looks.', inputSchema: { type: 'object' }, run }];
    await openScripted(server).ask({ ...question, tools, prompt: asked({ text: mail }) }, stepTape().handling());
    expect(seen).toEqual([{ who: mail }]);
    const sent = JSON.stringify(server.requests().map(({ body }) => body));
    expect(sent).toContain('found [email-1] and [email-2]');
    expect(server.requests().at(-1)?.body.messages?.at(-1)?.content).toContain('must be a number, not "[email-1]"');
    expect(sent).not.toContain('example.org');
  });
});
