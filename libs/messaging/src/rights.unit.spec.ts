import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareRights, rightsOf, type Right } from './rights.ts';

describe('the rights of a service', () => {
  it('are to read with the retention of what it reads, to write, and to join its group, all with the prefix', () => {
    const bell = { read: ['door.opened'], write: ['bell.rung'], groups: ['bell'] };
    expect(rightsOf('bell', bell, 'staging.')).toEqual([
      { account: 'bell', operation: 'read', on: 'topic', name: 'staging.door.opened' },
      { account: 'bell', operation: 'describe_configs', on: 'topic', name: 'staging.door.opened' },
      { account: 'bell', operation: 'write', on: 'topic', name: 'staging.bell.rung' },
      { account: 'bell', operation: 'read', on: 'group', name: 'staging.bell' },
    ]);
  });

  it('differ by exactly what has to be granted and taken away', () => {
    const right = fc.record<Right>({
      account: fc.constantFrom('bell', 'door'),
      operation: fc.constantFrom('read', 'write'),
      on: fc.constantFrom('topic', 'group'),
      name: fc.constantFrom('a', 'b', 'c'),
    });
    const rights = fc.uniqueArray(right, { selector: (each) => JSON.stringify(each) });
    fc.assert(
      fc.property(rights, rights, (wanted, granted) => {
        const differences = compareRights(wanted, granted);
        const after = [
          ...granted.filter(
            (each) => !differences.some(({ kind, ...other }) => kind === 'unwanted' && same(each, other)),
          ),
          ...differences.flatMap(({ kind, ...each }) => (kind === 'missing' ? [each] : [])),
        ];
        expect(after.map(text).toSorted()).toEqual(wanted.map(text).toSorted());
        expect(compareRights(wanted, wanted)).toEqual([]);
      }),
    );
  });
});

const text = ({ account, operation, on, name }: Right): string => [account, operation, on, name].join(' ');
const same = (one: Right, other: Right): boolean => text(one) === text(other);
