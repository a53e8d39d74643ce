import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { loadServiceConfig } from '@troupe/agent-sdk';
import { modelSettings } from './model-settings.ts';

const OPENAI = { LLM_PROVIDER: 'openai', LLM_MODEL: 'gpt-5-nano', OPENAI_API_KEY: 'sk-this-is-the-key' };

const read = (env: Readonly<Record<string, string>>) => modelSettings.parse(env).model;
const complaints = (env: Readonly<Record<string, string>>): string => {
  const needed = { KAFKA_BROKERS: 'broker:9092', SCHEMA_REGISTRY_URL: 'http://registry' };
  try {
    loadServiceConfig({ ...needed, ...env }, { name: 'spec', database: false, settings: modelSettings });
    return '';
  } catch (error) {
    return String(error);
  }
};

describe('modelSettings', () => {
  it('names no model where the environment names none', () => {
    expect(read({})).toBeUndefined();
    expect(read({ OPENAI_API_KEY: 'sk-for-something-else' })).toBeUndefined();
  });

  it('reads one model with its defaults', () => {
    expect(read(OPENAI)).toMatchObject({
      chain: [{ provider: 'openai', model: 'gpt-5-nano' }],
      timeoutMs: 120_000,
      atOnce: 8,
      maxOutputTokens: 8_192,
      jsonSchema: true,
    });
  });

  it('reads a chain, each model with the key and address of its provider', () => {
    const settings = read({
      ...OPENAI,
      LLM_FALLBACKS: 'anthropic:claude-haiku-4-5, openai-compatible:qwen3:8b',
      ANTHROPIC_API_KEY: 'ant-key',
      LLM_BASE_URL: 'http://127.0.0.1:11434/v1',
    });
    expect(
      settings?.chain.map(({ provider, model, baseUrl, key }) => [provider, model, baseUrl, key?.reveal()]),
    ).toEqual([
      ['openai', 'gpt-5-nano', undefined, 'sk-this-is-the-key'],
      ['anthropic', 'claude-haiku-4-5', undefined, 'ant-key'],
      ['openai-compatible', 'qwen3:8b', 'http://127.0.0.1:11434/v1', undefined],
    ]);
  });

  it('reads which versions of prompts are pinned, with or without a model', () => {
    const env = { LLM_PROMPTS: 'write-feature@2, write-code@latest' };
    expect(modelSettings.parse(env)).toEqual({ prompts: { 'write-feature': '2', 'write-code': 'latest' } });
    expect(modelSettings.parse({}).prompts).toEqual({});
  });

  it.each([
    [{ LLM_PROMPTS: 'write-feature' }, /LLM_PROMPTS must be name@version/],
    [{ LLM_PROVIDER: 'openai', LLM_MODEL: 'gpt-5' }, /OPENAI_API_KEY is missing/],
    [{ LLM_PROVIDER: 'anthropic', LLM_MODEL: 'claude' }, /ANTHROPIC_API_KEY is missing/],
    [{ LLM_PROVIDER: 'openai-compatible', LLM_MODEL: 'qwen' }, /LLM_BASE_URL is missing/],
    [{ LLM_PROVIDER: 'bard', LLM_MODEL: 'x' }, /LLM_PROVIDER must be one of openai, anthropic, openai-compatible/],
    [{ ...OPENAI, LLM_MODEL: '' }, /LLM_MODEL is missing/],
    [{ LLM_MODEL: 'gpt-5' }, /LLM_PROVIDER is missing/],
    [{ ...OPENAI, LLM_FALLBACKS: 'claude' }, /LLM_FALLBACKS must be provider:model/],
    [{ ...OPENAI, LLM_FALLBACKS: 'anthropic:claude' }, /ANTHROPIC_API_KEY is missing/],
    [{ ...OPENAI, LLM_TIMEOUT: 'soon' }, /LLM_TIMEOUT must be a duration/],
    [{ ...OPENAI, OPENAI_BASE_URL: 'nowhere' }, /OPENAI_BASE_URL must be an address/],
  ])('says what is missing or wrong (%#)', (env, message) => {
    expect(complaints(env)).toMatch(message);
  });

  it('shows a key to nobody who prints, logs or serialises it', () => {
    const settings = read(OPENAI);
    const printed = [
      inspect(settings, { depth: 9 }),
      JSON.stringify(settings),
      settings?.chain[0].key?.toString() ?? '',
    ];
    for (const each of printed) expect(each).not.toContain('sk-this');
    expect(complaints({ ...OPENAI, LLM_AT_ONCE: 'sk-this-is-the-key' })).not.toContain('sk-this');
  });
});
