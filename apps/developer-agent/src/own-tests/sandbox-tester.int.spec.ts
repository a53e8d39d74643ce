import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { specOf } from '@troupe/feature-spec';
import { couldHold, probeSandbox, type SandboxProbe } from '@troupe/sandbox';
import { taxSpec } from '../tax.fixture.ts';
import type { OwnTests } from './code-tester.ts';
import { sandboxTester } from './sandbox-tester.ts';

/** Where nothing could hold, nothing is run. */
const walled = (await couldHold()) ? describe : describe.skip;

let probe: SandboxProbe;
beforeAll(async () => {
  probe = await probeSandbox();
}, 60_000);
afterAll(() => probe.close());

const { signature, examples } = specOf(taxSpec());
const waiting = new AbortController().signal;
const tested = (body: string, { on = probe, signal = waiting } = {}): Promise<OwnTests> => {
  const source = `export const salesTax = (price) => ${body};\n`;
  const known = examples.filter(({ heldOut }) => !heldOut);
  return sandboxTester(on).test({ signature, path: 'src/sales-tax.js', source, examples: known }, { signal });
};

walled('code that is tried before it is committed', () => {
  it('passes when it gets right what its author knew', async () => {
    expect(probe.missing).toEqual([]);
    expect(await tested('price / 5')).toEqual({ kind: 'passed' });
  });

  it.each([
    ['answers otherwise', 'price / 4', 'salesTax(100) is to be 20: it returned 25'],
    ['throws', '{ throw new Error("no\\nprice") }', 'salesTax(100) is to be 20: it threw Error: no price'],
    ['answers with nothing', 'undefined', 'salesTax(100) is to be 20: it returned undefined, which is no number'],
    [
      'answers with words',
      '`${price / 5}`',
      'salesTax(100) is to be 20: it returned what the signature does not promise',
    ],
    ['ends its process', 'process.exit(0)', 'salesTax(100) is to be 20: it ended its process with code 0'],
  ])('fails when it %s', async (_, body, failure) => {
    expect(await tested(body)).toMatchObject({
      kind: 'failed',
      failures: expect.arrayContaining([expect.stringContaining(failure)]),
    });
  });

  it('is not tried to the end once nobody waits for it', async () => {
    const over = new Error('the service stops');
    await expect(tested('price / 5', { signal: AbortSignal.abort(over) })).rejects.toBe(over);
  });

  it('is not run where the sandbox does not hold', async () => {
    const missing = [{ limit: 'no-network', holds: false, found: 'a connection', mend: 'give rights' }] as const;
    const leaky: SandboxProbe = { findings: missing, missing, close: () => Promise.resolve() };
    expect(await tested('price / 5', { on: leaky })).toEqual({
      kind: 'untested',
      why: 'the sandbox does not hold no-network',
    });
  });

  it('is not run by a probe that has never found anything to hold', async () => {
    const made: SandboxProbe = { findings: [], missing: [], close: () => Promise.resolve() };
    expect(await tested('price / 5', { on: made })).toMatchObject({
      kind: 'untested',
      why: expect.stringContaining('not run'),
    });
  });
});
