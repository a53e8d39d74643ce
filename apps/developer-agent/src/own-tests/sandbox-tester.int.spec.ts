import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { specOf } from '@troupe/feature-spec';
import { probeSandbox, type SandboxProbe } from '@troupe/sandbox';
import { taxSpec } from '../tax.fixture.ts';
import type { OwnTests } from './code-tester.ts';
import { sandboxTester } from './sandbox-tester.ts';

let probe: SandboxProbe;
beforeAll(async () => {
  probe = await probeSandbox();
}, 60_000);
afterAll(() => probe.close());

const { signature, examples } = specOf(taxSpec());
const tested = (body: string, on: SandboxProbe = probe): Promise<OwnTests> =>
  sandboxTester(on).test({
    signature,
    path: 'src/sales-tax.js',
    source: `export const salesTax = (price) => ${body};\n`,
    examples: examples.filter(({ heldOut }) => !heldOut),
  });

describe('code that is tried before it is committed', () => {
  it('passes when it gets right what its author knew', async () => {
    expect(probe.missing).toEqual([]);
    expect(await tested('price / 5')).toEqual({ kind: 'passed' });
  });

  it.each([
    ['answers otherwise', 'price / 4', 'salesTax(100) returned 25, not 20'],
    ['throws', '{ throw new Error("no\\nprice") }', 'salesTax(100) threw Error: no price, not 20'],
    ['answers with nothing', 'undefined', 'salesTax(100) returned undefined, not 20'],
    ['ends its process', 'process.exit(0)', 'salesTax(100) ended its process with code 0, not 20'],
  ])('fails when it %s', async (_, body, failure) => {
    expect(await tested(body)).toMatchObject({ kind: 'failed', failures: expect.arrayContaining([failure]) });
  });

  it('is not run where the sandbox does not hold', async () => {
    const missing = [{ limit: 'no-network', holds: false, found: 'a connection', mend: 'give rights' }] as const;
    const leaky: SandboxProbe = { findings: missing, missing, close: () => Promise.resolve() };
    expect(await tested('price / 5', leaky)).toEqual({ kind: 'untested', why: 'the sandbox does not hold no-network' });
  });

  it('is not run by a probe that has never found anything to hold', async () => {
    const made: SandboxProbe = { findings: [], missing: [], close: () => Promise.resolve() };
    expect(await tested('price / 5', made)).toMatchObject({
      kind: 'untested',
      why: expect.stringContaining('not run'),
    });
  });
});
