import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ASYNC_API } from './outputs.ts';
import { validateAsyncApi } from './validate-asyncapi.ts';

interface Document {
  readonly channels: Record<string, unknown>;
}

// As it is written by asyncApiOf.
const document = JSON.parse(readFileSync(join(import.meta.dirname, '../../..', ASYNC_API), 'utf8')) as Document;

describe('the AsyncAPI document', () => {
  it('is valid for the official parser', async () => {
    await validateAsyncApi(JSON.stringify(document));
  });

  it('is refused where a channel leads to no message', async () => {
    const channel = { address: 'order.verified', messages: { any: { $ref: '#/nowhere' } } };
    const broken = { ...document, channels: { ...document.channels, 'order.verified': channel } };
    await expect(validateAsyncApi(JSON.stringify(broken))).rejects.toThrow(/not valid.*order\.verified/);
  });
});
