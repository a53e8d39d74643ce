import { describe, expect, it } from '@jest/globals';
import { UsageError } from '@troupe/agent-sdk/command';
import { readArguments } from './arguments.ts';

const read = (line: string) => readArguments(line.split(' ').filter((word) => word !== ''));

describe('the command line', () => {
  it('reads a list with what it is filtered by', () => {
    expect(read('list --status running --older-than 10m --step ship --key 17850 --newest --limit 5 --json')).toEqual({
      command: 'list',
      filter: { status: 'running', olderThan: '10m', step: 'ship', key: '17850' },
      newest: true,
      limit: 5,
      json: true,
    });
  });

  it('reads a list of all', () => {
    expect(read('list')).toEqual({ command: 'list', filter: {}, newest: false, limit: 50, json: false });
  });

  it('reads which one to show', () => {
    expect(read('show order c-1')).toEqual({ command: 'show', saga: 'order', conversation: 'c-1', json: false });
  });

  it('reads what shall become of which, done only with --yes', () => {
    const instruct = { where: { saga: 'order', step: 'ship' }, reason: 'late', by: 'ada' };
    const which = '--saga order --step ship --reason late --by ada';
    expect(read(`pause ${which}`)).toEqual({
      command: 'instruct',
      instruct: { action: 'pause', ...instruct },
      yes: false,
      json: false,
    });
    expect(read(`retry reserve ${which} --yes`)).toMatchObject({
      instruct: { action: 'retry', step: 'reserve', ...instruct },
      yes: true,
    });
    expect(read(`force rejected ${which} --request r.2`)).toMatchObject({
      instruct: { action: 'force', outcome: 'rejected' },
      request: 'r.2',
    });
  });

  it.each([
    ['cancel --reason x', /which sagas/],
    ['cancel --saga order', /--reason is missing/],
    ['retry --saga order --reason x', /takes a step/],
    ['force well --saga order --reason x', /completed or rejected/],
    ['pause order --saga order --reason x', /'order' is too much/],
    ['', /the <command> is missing/],
    ['delete order c-1', /no command 'delete'/],
    ['show order', /the id of its conversation/],
    ['show order c-1 c-2', /'c-2' is too much/],
    ['list order', /'order' is too much/],
    ['list --limit 0', /--limit/],
    ['list --colour red', /--colour/],
  ])("refuses '%s'", (line, message) => {
    expect(() => read(line)).toThrow(message);
    expect(() => read(line)).toThrow(UsageError);
  });
});
