import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { openPrompts } from '@troupe/models';
import { readFeature } from '../reading/read-feature.ts';

const folder = new URL('../../prompts/', import.meta.url);

describe('the prompt that features are written with', () => {
  it('shows a feature that the reader takes without a question', () => {
    const version = openPrompts(folder).versionOf('write-feature');
    const text = readFileSync(new URL(`write-feature/${version}.md`, folder), 'utf8');
    const feature = /```gherkin\n([\s\S]*?)```/.exec(text)?.[1] ?? null;
    expect(readFeature({ title: 'Price with discount', feature })).toMatchObject({
      outcome: 'validated',
      spec: { signature: { functionName: 'priceWithDiscount', parameters: [{ name: 'price', type: 'number' }] } },
    });
  });
});
