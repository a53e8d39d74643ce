import { describe, expect, it } from '@jest/globals';
import { TroupeError } from '@troupe/contracts';
import type { Foreseen } from '../operation/foresee.ts';
import type { InstructArguments } from './arguments.ts';
import type { SagasClient } from './client.ts';
import { carryOut } from './instruct-command.ts';

const cancel: InstructArguments = { action: 'cancel', where: { saga: 'order' }, reason: 'a spec', by: 'ada' };

const applied: Foreseen = {
  saga: 'order',
  conversation: 'c-1',
  result: 'applied',
  why: null,
  status: 'running',
  after: 'rolling-back',
  publishes: ['order.rejected'],
};
const refused: Foreseen = {
  ...applied,
  conversation: 'c-22',
  result: 'refused',
  why: 'it is completed',
  status: 'completed',
  after: 'completed',
  publishes: [],
};

/** A coordinator that answers as a spec says, and keeps what it was told. */
const played = (instructions: readonly Foreseen[], answer?: () => Promise<{ readonly count: number }>) => {
  const told: unknown[] = [];
  const client: Pick<SagasClient, 'foresee' | 'instruct'> = {
    foresee: () => Promise.resolve({ count: instructions.length, instructions }),
    instruct: (given, about) => {
      told.push({ given, ...about });
      return answer?.() ?? Promise.resolve({ count: about.expect });
    },
  };
  return { client, told };
};

describe('an instruction', () => {
  it('is only foreseen without --yes', async () => {
    const { client, told } = played([applied, refused]);
    expect((await carryOut(client, cancel, { yes: false })).text.split('\n')).toEqual([
      'saga   conversation  would be  status',
      'order  c-1           applied   running → rolling-back  publishes order.rejected',
      'order  c-22          refused   completed               it is completed',
      '',
      '2 in all: 1 would be applied, 1 refused; nothing was done: add --yes to do it',
    ]);
    expect(told).toEqual([]);
  });

  it('is given to as many as were foreseen, under a name that says how many', async () => {
    const { client, told } = played([applied, refused]);
    const { text } = await carryOut(client, cancel, { yes: true });
    expect(told).toEqual([{ given: cancel, expect: 2, request: expect.stringMatching(/^[\w-]+\.2$/) }]);
    expect(text).toMatch(/accepted: 2, as request [\w-]+\.2/);
  });

  it('is not given when each would be refused', async () => {
    const { client, told } = played([refused]);
    await expect(carryOut(client, cancel, { yes: true })).rejects.toThrow('c-22: it is completed');
    expect(told).toEqual([]);
  });

  it('that nobody answered can be sent again, and is not foreseen anew', async () => {
    const { client } = played([applied], () => Promise.reject(new TroupeError('TIMEOUT', 'no answer')));
    const said = await carryOut(client, cancel, { yes: true }).then(
      ({ text }) => text,
      (error: unknown) => String(error),
    );
    const request = /--request (\S+)/.exec(said)?.[1] ?? '';
    const again = played([]);
    await carryOut(again.client, cancel, { yes: true, request });
    expect(again.told).toEqual([{ given: cancel, expect: 1, request }]);
  });
});
