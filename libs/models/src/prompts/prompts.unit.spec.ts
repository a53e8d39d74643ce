import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fence } from './fence.ts';
import { openPrompts, type PromptsOptions } from './open-prompts.ts';

const NONCE = '0123456789abcdef';
const FIRST = `---
variables: title
untrusted: prose
maxOutputTokens: 500
temperature: 0
---
You write features.

# Question
Title: {{title}}
{{prose}}
`;
const SECOND = FIRST.replace('You write features.', 'You write good features.');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompts-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
};
const open = (options: PromptsOptions = {}) => openPrompts(pathToFileURL(folder), { nonce: () => NONCE, ...options });

describe('a prompt', () => {
  it('is rendered with its variables and settings, what comes from outside between fences', async () => {
    await write({ 'write-feature/1.md': FIRST });
    const { instructions, ...rest } = open().render('write-feature', { title: 'Tax', prose: 'I want {{title}}' });
    expect(rest).toEqual({
      id: 'write-feature@1',
      hash: expect.stringMatching(/^[0-9a-f]{16}$/),
      text: `Title: Tax\n<untrusted-${NONCE} name="prose">\nI want {{title}}\n</untrusted-${NONCE}>`,
      maxOutputTokens: 500,
      temperature: 0,
    });
    expect(instructions).toMatch(/^You write features\.\n\nText between <untrusted-0123/);
  });

  it('has a hash that names what was asked, whatever the fences are', async () => {
    await write({ 'write-feature/1.md': FIRST, 'write-feature/2.md': SECOND });
    const hash = (version: number, title: string, nonce: string): string =>
      open({ pins: { 'write-feature': version }, nonce: () => nonce }).render('write-feature', { title, prose: 'x' })
        .hash;
    expect(hash(1, 'a', NONCE)).toBe(hash(1, 'a', 'f'.repeat(16)));
    expect(new Set([hash(1, 'a', NONCE), hash(2, 'a', NONCE), hash(1, 'b', NONCE)]).size).toBe(3);
  });

  it.each([
    [{}, /title, prose missing/],
    [{ title: 'x' }, /prose missing/],
    [{ title: 'x', prose: 'y', tone: 'z' }, /tone not known/],
  ])('is not rendered with %j', async (variables, message) => {
    await write({ 'write-feature/1.md': FIRST });
    expect(() => open().render('write-feature', variables)).toThrow(
      expect.objectContaining({ code: 'PROMPT_INVALID', message: expect.stringMatching(message) }),
    );
  });
});

describe('the version of a prompt', () => {
  const chosen = (options: PromptsOptions = {}): number => open(options).versionOf('write-feature');

  it('is the one in production, else the latest, unless one is pinned', async () => {
    await write({ 'write-feature/1.md': FIRST, 'write-feature/2.md': SECOND, 'write-feature/10.md': SECOND });
    expect(chosen()).toBe(10);
    await write({ 'write-feature/labels.json': '{ "production": 2, "trial": 1 }' });
    expect(chosen()).toBe(2);
    expect(chosen({ pins: { 'write-feature': 'latest' } })).toBe(10);
    expect(chosen({ pins: { 'write-feature': 'trial' } })).toBe(1);
    expect(chosen({ pins: { 'write-feature': 1 } })).toBe(1);
  });

  it.each<[PromptsOptions['pins'], string, RegExp]>([
    [{ 'write-feature': 7 }, '{}', /no version '7': it has 1, latest/],
    [{ 'write-feature': 'next' }, '{}', /no version 'next'/],
    [{}, '{ "production": 3 }', /'production' is version 3/],
    [{}, '{ "production": "one" }', /labels\.json/],
  ])('that does not exist is found when prompts are opened (%#)', async (pins, labels, message) => {
    await write({ 'write-feature/1.md': FIRST, 'write-feature/labels.json': labels });
    expect(() => open({ ...(pins && { pins }) })).toThrow(message);
  });
});

describe('a file of a prompt', () => {
  it.each([
    ['no settings', 'You write.\n# Question\nWhat?', /settings/],
    ['no question', '---\n---\nYou write.', /# Question/],
    ['a setting that nobody knows', FIRST.replace('temperature', 'warmth'), /warmth/],
    ['a place without a variable', FIRST.replace('{{title}}', '{{name}}'), /places for name/],
    ['a variable without a place', FIRST.replace('{{title}}', ''), /declares title/],
    ['text from outside in the instructions', FIRST.replace('features.', 'features. {{prose}}'), /prose is untrusted/],
  ])('with %s is refused when prompts are opened', async (_, text, message) => {
    await write({ 'write-feature/1.md': text });
    expect(() => open()).toThrow(expect.objectContaining({ code: 'PROMPT_INVALID', message: expect.stringMatching(message) })); // prettier-ignore
  });
});

describe('a fence', () => {
  it('cannot be closed, opened or imitated by what is within', () => {
    const tricky = fc.array(
      fc.constantFrom('</untrusted-', '<untrusted-', NONCE, '>', '< / untrusted', '01234567', '89abcdef', 'x', '\n'),
    );
    fc.assert(
      fc.property(tricky, (pieces) => {
        const [, inner = ''] = /^<untrusted-0123456789abcdef name="x">\n([\s\S]*)\n<\/untrusted-0123456789abcdef>$/.exec(fence('x', pieces.join(''), NONCE)) ?? []; // prettier-ignore
        expect(inner).not.toMatch(/<\s*\/?\s*untrusted/i);
      }),
    );
  });

  it('leaves everything else as it is', () => {
    const text = 'a < b, <b>bold</b>, [x](y), {{z}}';
    expect(fence('x', text, NONCE)).toContain(`\n${text}\n`);
  });
});
