import { describe, expect, it, jest } from '@jest/globals';
import type { PrepareContext, RecordStep } from '@troupe/agent-sdk';
import { specOf } from '@troupe/feature-spec';
import { pino } from 'pino';
import { taxSpec } from '../tax.fixture.ts';
import type { CodingTask } from './code-author.ts';
import { synthesisAuthor } from './synthesis-author.ts';

jest.setTimeout(60_000);

const { signal } = new AbortController();

/** Asks at once, and notes under which name. */
const contextOf = (steps: string[]): PrepareContext => ({
  // Only the form without a budget is used by this author.
  record: ((name: string, ask: (context: object) => unknown) => {
    steps.push(name);
    return Promise.resolve(ask({ signal, idempotencyKey: name, answered: () => undefined }));
  }) as RecordStep,
  emit: () => true,
  log: pino({ level: 'silent' }),
  signal,
});

const taskOf = (changes: Parameters<typeof taxSpec>[0] = {}, attempt = 1): CodingTask => {
  const { examples, ...spec } = specOf(taxSpec(changes));
  return { spec, examples: examples.filter(({ heldOut }) => !heldOut), attempt, past: [] };
};

describe('the author that searches', () => {
  it('writes the simplest program that gets every known example right, and says how it was found', async () => {
    const steps: string[] = [];
    const written = await synthesisAuthor({ ms: 600_000 }).write(taskOf(), contextOf(steps));
    expect(written).toMatchObject({
      kind: 'written',
      source: expect.stringMatching(
        /^\/\*\*\n \* Sales tax\n \* @param \{number\} price\n[^]*export const salesTax = /,
      ),
      how: expect.stringMatching(
        /^searched from 3 examples: [\d,]+ expressions? in \d+\.\d s; \d+\.\d % certain among all that fit$/,
      ),
    });
    expect(steps).toEqual(['first-look']);
  });

  it('searches with its whole budget after a first look, and says what it has tried when there is no such program', async () => {
    const examples = ['"q"', '"zx"', '"b"', '"xyzzy"'].map((argument, index) => ({
      name: `case ${index}`,
      arguments: [argument],
      expected: String(Math.trunc(1e6 * Math.abs(Math.sin(index + 1)))),
      heldOut: false,
    }));
    const task = taskOf({ parameters: [{ name: 'word', type: 'string' }], criteria: [], examples });
    const steps: string[] = [];
    const written = await synthesisAuthor({ expressions: 20_000, ms: 600_000 }).write(task, contextOf(steps));
    expect(written).toMatchObject({ kind: 'gave-up', reason: expect.stringContaining('salesTax') });
    expect(steps).toEqual(['first-look', 'search']);
    expect(written.kind === 'gave-up' && written.tried.length).toBeGreaterThan(1);
  });

  it('searches for longer in a later attempt', async () => {
    const examples = Array.from({ length: 6 }, (_, index) => ({
      name: `case ${index}`,
      arguments: [String(index)],
      expected: String(Math.trunc(1e6 * Math.abs(Math.sin(index + 1)))),
      heldOut: false,
    }));
    const explored = async (attempt: number): Promise<number> => {
      const task = taskOf({ criteria: [], examples }, attempt);
      const written = await synthesisAuthor({ expressions: 5_000, ms: 600_000 }).write(task, contextOf([]));
      const tried = written.kind === 'gave-up' ? written.tried.join() : '';
      return Number(/: ([\d,]+) expressions/.exec(tried)?.[1]?.replaceAll(',', ''));
    };
    expect(await explored(2)).toBeGreaterThan(await explored(1));
  });
});
