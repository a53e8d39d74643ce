import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deriveId, outputId, requestId, sagaDecisionId } from './ids.ts';

describe('deriveId', () => {
  it('is a UUID of version 8', () => {
    expect(deriveId('a', 1)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('gives the same id for the same parts and another for others, wherever they are cut', () => {
    const parts = fc.array(fc.string(), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, ([a = '', ...restA], [b = '', ...restB]) => {
        const same = JSON.stringify([a, ...restA]) === JSON.stringify([b, ...restB]);
        expect(deriveId(a, ...restA) === deriveId(b, ...restB)).toBe(same);
      }),
    );
    expect(deriveId('ab', 'c')).not.toBe(deriveId('a', 'bc'));
  });

  it('never changes: ids of the past must stay what they are', () => {
    expect(deriveId('output', 'event', 'agent', 0)).toBe(outputId('event', 'agent', 0));
    expect(outputId('e-1', 'fraud-agent', 0)).toMatchInlineSnapshot(`"e7c7209e-4e38-88ab-b131-c0c0e6cbbad3"`);
    expect(sagaDecisionId('order', 'c-1', 'confirm')).toMatchInlineSnapshot(`"85d9a090-066d-83bb-927b-f96857f5a0d4"`);
    expect(requestId('default', 'key-1')).toMatchInlineSnapshot(`"d9335ade-8565-8a43-87c5-e9ffc0631f7e"`);
  });
});
