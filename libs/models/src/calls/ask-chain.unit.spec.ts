import { afterEach, describe, expect, it } from '@jest/globals';
import { systemTiming, type Timing } from '@troupe/contracts';
import { createMetrics } from '@troupe/observability';
import { eventually, startScriptedModel, type ScriptedModel, type ScriptLine } from '@troupe/testing';
import { asked, openScripted, stepTape } from '../asking.fixture.ts';

const servers: ScriptedModel[] = [];
const scripted = async (...replies: readonly ScriptLine[]): Promise<ScriptedModel> => {
  const server = await startScriptedModel({ replies });
  servers.push(server);
  return server;
};
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A clock on which every pause is over at once, and which notes them. */
const hasty = (): Timing & { readonly pauses: readonly number[] } => {
  const pauses: number[] = [];
  const after: Timing['after'] = (ms, run) => {
    pauses.push(ms);
    return systemTiming.after(0, run);
  };
  return { ...systemTiming, random: () => 0, after, pauses };
};

const say = { step: 'say', prompt: asked({ maxOutputTokens: 50 }) };
const ok = { text: 'yes' };

describe('a request', () => {
  it('is sent again after the pause that a 429 asks for', async () => {
    const server = await scripted({ status: 429, retryAfter: 3 }, { status: 429, retryAfter: 2 }, ok);
    const timing = hasty();
    const { data } = await openScripted(server, {}, { timing }).ask(say, stepTape().handling());
    expect({ data, pauses: timing.pauses }).toEqual({ data: 'yes', pauses: [3_000, 2_000] });
  });

  it('is sent three times at most, by nobody but us', async () => {
    const server = await scripted({ status: 500 }, { status: 503 }, { status: 500 });
    const tape = stepTape();
    await expect(openScripted(server, {}, { timing: hasty() }).ask(say, tape.handling())).rejects.toMatchObject({
      code: 'MODEL_FAILED',
      retryable: true,
      message: expect.stringContaining('openai-compatible:scripted (500)'),
    });
    expect(tape.charges).toMatchObject([{ used: { tokens: 0, moneyMicros: 0 } }]);
  });

  it('that would have to wait for long is left to delivery, which waits without losing an attempt', async () => {
    const server = await scripted({ status: 429, retryAfter: 90 });
    const timing = hasty();
    await expect(openScripted(server, {}, { timing }).ask(say, stepTape().handling())).rejects.toMatchObject({
      code: 'DEPENDENCY_BUSY',
      details: { dependency: 'openai-compatible-scripted', retryAfterMs: 90_000 },
    });
    expect(timing.pauses).toEqual([]);
  });

  it('that is refused is not sent again, and says why without a key', async () => {
    const body = JSON.stringify({ error: { message: 'Incorrect API key provided: sk-abcdef123456' } });
    const server = await scripted({ status: 401, body });
    const tape = stepTape();
    await expect(openScripted(server).ask(say, tape.handling())).rejects.toMatchObject({
      code: 'MODEL_CALL_REJECTED',
      retryable: false,
      message: expect.stringMatching(/\(401\): Incorrect API key provided: \[key\]/),
    });
    expect(tape.lines().join('')).not.toContain('sk-abcdef');
  });

  it('that is refused says why without its own key, however that looks', async () => {
    const server = await scripted({
      status: 401,
      body: JSON.stringify({ error: { message: 'no such key: hunter2' } }),
    });
    await expect(openScripted(server, { LLM_API_KEY: 'hunter2' }).ask(say, stepTape().handling())).rejects.toThrow(
      /no such key: \[key\]/,
    );
  });

  it('whose stream cannot be read says so without what was in it', async () => {
    const server = await scripted({ body: 'data: {"choices": [{"delta": {"content": "forty-two"\n\n' });
    const tape = stepTape();
    await expect(openScripted(server).ask({ ...say, onText: () => undefined }, tape.handling())).rejects.toThrow(
      /^(?!.*forty).*cannot be read/,
    );
    expect(tape.lines().join('')).not.toContain('forty');
  });

  it.each<[string, ScriptLine]>([
    ['bytes that are no JSON', { body: '{"choices": [' }],
    ['a connection that breaks', { text: 'yes and no', cutOff: 'connection' }],
  ])('answered with %s is charged at its most, and failed', async (_, line) => {
    const server = await scripted(line);
    const tape = stepTape();
    await expect(openScripted(server).ask(say, tape.handling())).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    const [charge] = tape.charges;
    expect(charge?.used?.tokens).toBeGreaterThan(50);
    expect(charge?.used).toEqual(charge?.upTo);
  });

  it('whose stream breaks off is failed, too', async () => {
    const server = await scripted({ text: 'one two three four five six', cutOff: 'connection' });
    const streamed = { ...say, onText: () => undefined };
    await expect(openScripted(server).ask(streamed, stepTape().handling())).rejects.toMatchObject({
      code: 'MODEL_FAILED',
    });
  });

  it('that takes too long is ended, and charged at its most', async () => {
    const server = await scripted({ ...ok, delayMs: 60_000 });
    const tape = stepTape();
    await expect(openScripted(server, { LLM_TIMEOUT: '2s' }).ask(say, tape.handling())).rejects.toMatchObject({
      code: 'MODEL_FAILED',
    });
    expect(tape.charges[0]?.used).toEqual(tape.charges[0]?.upTo);
  });

  it('ends with its event, at once', async () => {
    const server = await scripted({ ...ok, delayMs: 60_000 });
    const handedOver = new AbortController();
    const asking = openScripted(server).ask(say, stepTape().handling(handedOver.signal));
    asking.catch(() => undefined);
    await eventually(() => expect(server.requests()).toHaveLength(1));
    handedOver.abort(new Error('handed over'));
    await expect(asking).rejects.toThrow('handed over');
  });

  it('that nobody says the use of counts as all that was possible', async () => {
    const server = await scripted({ ...ok, usage: null });
    const tape = stepTape();
    await openScripted(server).ask(say, tape.handling());
    expect(tape.charges[0]?.used).toEqual(tape.charges[0]?.upTo);
  });
});

describe('a chain', () => {
  const chained = async (first: readonly ScriptLine[], second: readonly ScriptLine[]) => {
    const [one, two] = [await scripted(...first), await scripted(...second)];
    const env = {
      LLM_FALLBACKS: 'openai:gpt-5-nano',
      OPENAI_API_KEY: 'sk-of-the-fallback',
      OPENAI_BASE_URL: two.url,
    };
    return { one, two, model: openScripted(one, env, { timing: hasty() }) };
  };

  it.each<[string, ScriptLine[]]>([
    ['fails', [{ status: 500 }, { status: 500 }, { status: 500 }]],
    ['refuses the request', [{ status: 404 }]],
    ['has too many requests for long', [{ status: 429, retryAfter: 90 }]],
    ['breaks off', [{ body: 'nonsense' }]],
  ])('asks the next model when one %s', async (_, first) => {
    const { two, model } = await chained(first, [ok]);
    const answer = await model.ask(say, stepTape().handling());
    expect(answer).toMatchObject({ data: 'yes', by: 'openai:gpt-5-nano' });
    expect(two.requests()[0]?.headers['authorization']).toBe('Bearer sk-of-the-fallback');
  });

  it('charges what an answer cost that broke off, and never more than was leased', async () => {
    const { model } = await chained([{ body: 'nonsense' }], [ok]);
    const tape = stepTape();
    const { used, priced } = await model.ask(say, tape.handling());
    // Nobody knows what the first asks for.
    expect(priced).toBe(false);
    expect(used.tokens).toBeGreaterThan(120);
    expect(used.tokens).toBeLessThanOrEqual(tape.charges[0]?.upTo?.tokens ?? 0);
  });

  it('waits for whoever is back first when all are away', async () => {
    const { model } = await chained([{ status: 429, retryAfter: 90 }], [{ status: 429, retryAfter: 30 }]);
    await expect(model.ask(say, stepTape().handling())).rejects.toMatchObject({
      code: 'DEPENDENCY_BUSY',
      details: { dependency: 'openai-gpt-5-nano', retryAfterMs: 30_000 },
    });
  });

  it('is there while one of it is, and refuses at once to ask who is known to be away', async () => {
    const { one, model } = await chained([], [ok, ok, ok]);
    await one.close();
    servers.splice(servers.indexOf(one), 1);
    for (const step of ['a', 'b', 'c']) await model.ask({ ...say, step }, stepTape().handling());
    expect(model.available()).toBe(true);
  });
});

describe('what was asked', () => {
  it('is counted by model and outcome, with tokens and money', async () => {
    const server = await scripted(ok, { status: 400 }, { refusal: 'no' });
    const env = {
      LLM_PROVIDER: 'openai',
      LLM_MODEL: 'gpt-5-nano',
      OPENAI_API_KEY: 'sk-12345678',
      OPENAI_BASE_URL: server.url,
    };
    const model = openScripted(server, env);
    const metrics = createMetrics('spec');
    model.observe(metrics);
    const answer = await model.ask(say, stepTape().handling());
    for (const step of ['b', 'c']) await expect(model.ask({ ...say, step }, stepTape().handling())).rejects.toThrow();
    // 100 tokens at 0.05 and 20 at 0.4 dollars for a million.
    expect(answer).toMatchObject({ used: { tokens: 120, moneyMicros: 13 }, priced: true });
    const page = await metrics.registry.metrics();
    for (const outcome of ['ok', 'rejected', 'refused'])
      expect(page).toContain(
        `troupe_model_calls_total{model="openai:gpt-5-nano",outcome="${outcome}",service="spec"} 1`,
      );
    expect(page).toContain('troupe_model_tokens_total{model="openai:gpt-5-nano",direction="in",service="spec"} 200');
    expect(page).toContain('troupe_model_money_micros_total{model="openai:gpt-5-nano",service="spec"} 26');
  });

  it('says so when nobody knows what it cost', async () => {
    const server = await scripted(ok);
    const tape = stepTape();
    const answer = await openScripted(server).ask(say, tape.handling());
    expect(answer).toMatchObject({ used: { tokens: 120, moneyMicros: 0 }, priced: false });
    expect(tape.lines().join('')).toContain('"priced":false');
  });

  it('has neither question nor answer in the log', async () => {
    const server = await scripted({ text: 'the answer is forty-two' });
    const tape = stepTape();
    await openScripted(server).ask({ step: 'say', prompt: asked({ text: 'the question is 6x9' }) }, tape.handling());
    expect(tape.lines().join('')).toContain('a model answered');
    expect(tape.lines().join('')).not.toMatch(/6x9|forty/);
  });
});

describe('Anthropic', () => {
  it('is asked in its own words, with its own key, and counted', async () => {
    const server = await scripted(
      { toolCalls: [{ name: 'look', arguments: { at: 'the door' } }] },
      { text: 'It is open.' },
    );
    const env = {
      LLM_PROVIDER: 'anthropic',
      LLM_MODEL: 'claude-haiku-4-5',
      ANTHROPIC_API_KEY: 'ant-key',
      ANTHROPIC_BASE_URL: server.url,
    };
    const tools = [{ name: 'look', description: 'Looks.', inputSchema: { type: 'object' }, run: () => 'open' }];
    const answer = await openScripted(server, env).ask({ ...say, tools }, stepTape().handling());
    expect(answer).toMatchObject({ data: 'It is open.', by: 'anthropic:claude-haiku-4-5', used: { tokens: 240, moneyMicros: 400 } }); // prettier-ignore
    const [first, second] = server.requests();
    expect(first).toMatchObject({ path: '/v1/messages', body: { model: 'claude-haiku-4-5', max_tokens: 50 } });
    expect(first?.headers['x-api-key']).toBe('ant-key');
    expect(JSON.stringify(second?.body.messages?.at(-1))).toContain('tool_result');
  });

  it('may refuse', async () => {
    const server = await scripted({ refusal: 'No.' });
    const env = {
      LLM_PROVIDER: 'anthropic',
      LLM_MODEL: 'claude-haiku-4-5',
      ANTHROPIC_API_KEY: 'k',
      ANTHROPIC_BASE_URL: server.url,
    };
    await expect(openScripted(server, env).ask(say, stepTape().handling())).rejects.toMatchObject({
      code: 'MODEL_REFUSED',
    });
  });
});
