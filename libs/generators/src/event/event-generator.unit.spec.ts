import { describe, expect, it } from '@jest/globals';
import { checkSchema, parseSchema } from '@troupe/contracts/generator';
import { playedTree } from '../tree.fixture.ts';
import { eventGenerator, type EventGeneratorOptions } from './event-generator.ts';

const asked: EventGeneratorOptions = {
  name: 'price.doubted',
  domain: 'commerce',
  doc: 'A price looks wrong.',
  fields: 'score:double, seenAt:time, note:string?, skus:string[]',
  audience: 'requester',
};

describe('nx g event', () => {
  it('writes a schema that the generator of the contracts takes', async () => {
    const tree = playedTree();
    await eventGenerator(tree, asked);
    const [path, text] = [...tree.written][0]!;
    const schema = parseSchema(path, text);
    expect(checkSchema({ path, domain: 'commerce', type: 'price.doubted', schema })).toEqual([]);
    expect(schema).toMatchObject({ doc: 'A price looks wrong.', audience: 'requester' });
    expect(schema.fields).toEqual([
      { name: 'score', type: 'double', doc: 'Score.' },
      { name: 'seenAt', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'Seen at.' },
      { name: 'note', type: ['null', 'string'], default: null, doc: 'Note.' },
      { name: 'skus', type: { type: 'array', items: 'string' }, doc: 'Skus.' },
    ]);
  });

  it.each([
    [{ fields: 'score' }, /'score' is no field.*name:type/],
    [{ fields: 'score:float' }, /'score:float' is no field.*double/],
    [{ name: 'order.verified' }, /there is an event type 'order.verified'/],
    [{ name: 'doubted' }, /is no event type/],
    [{ domain: 'Shop' }, /'Shop' is no name of a domain/],
  ])('refuses %j before it writes anything', async (changes, message) => {
    const tree = playedTree();
    await expect(eventGenerator(tree, { ...asked, ...changes })).rejects.toThrow(message);
    expect(tree.written.size).toBe(0);
  });
});
