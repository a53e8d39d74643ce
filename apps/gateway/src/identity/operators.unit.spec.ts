import { describe, expect, it } from '@jest/globals';
import { createOperators, hashOf, readOperators } from './operators.ts';

const HASH = hashOf('a token');

describe('the list of operators', () => {
  it('is read from commas or lines', () => {
    expect(readOperators(`ada:lead:${HASH}, Grace Hopper:operator:${hashOf('another')}\n`)).toEqual([
      { name: 'ada', role: 'lead', tokenHash: HASH },
      { name: 'Grace Hopper', role: 'operator', tokenHash: hashOf('another') },
    ]);
  });

  it.each(['', `ada:${HASH}`, `ada:boss:${HASH}`, 'ada:lead:a token', `ada:lead:${HASH},ada:viewer:${HASH}`])(
    'is none when it says %j',
    (text) => expect(readOperators(text)).toBeUndefined(),
  );

  it('knows who brings a token, and who brings none of it', () => {
    const operators = createOperators(readOperators(`ada:lead:${HASH}`) ?? []);
    expect(operators.withToken('a token')).toMatchObject({ name: 'ada', role: 'lead' });
    expect(operators.withToken(HASH)).toBeUndefined();
    expect(operators.named('bob')).toBeUndefined();
  });
});
