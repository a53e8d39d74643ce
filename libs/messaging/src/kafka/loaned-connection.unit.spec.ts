import { describe, expect, it } from '@jest/globals';
import { lendConnection } from './loaned-connection.ts';

const makers = () => {
  const steps: string[] = [];
  let made = 0;
  const make = () => {
    made += 1;
    const name = made;
    return {
      name,
      connect: () => Promise.resolve(void steps.push(`connect ${name}`)),
      disconnect: () => Promise.resolve(void steps.push(`disconnect ${name}`)),
    };
  };
  return { steps, make };
};

describe('a connection on loan', () => {
  it('is one for all who use it at a time, and gone when the last has given it back', async () => {
    const { steps, make } = makers();
    const lent = lendConnection(make);
    const [one, other] = [lent.borrow(), lent.borrow()];
    expect((await one.connection).name).toBe((await other.connection).name);
    await one.giveBack();
    expect(steps).toEqual(['connect 1']);
    await other.giveBack();
    expect(steps).toEqual(['connect 1', 'disconnect 1']);
    const later = lent.borrow();
    expect((await later.connection).name).toBe(2);
    await later.giveBack();
  });

  it('is made anew after it could not be made', async () => {
    let broken = true;
    const lent = lendConnection(() => ({
      connect: () => (broken ? Promise.reject(new Error('refused')) : Promise.resolve()),
      disconnect: () => Promise.resolve(),
    }));
    const first = lent.borrow();
    await expect(first.connection).rejects.toThrow('refused');
    await first.giveBack();
    broken = false;
    const second = lent.borrow();
    await expect(second.connection).resolves.toBeDefined();
    await second.giveBack();
  });
});
