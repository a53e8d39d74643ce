import { describe, expect, it } from '@jest/globals';
import { TroupeError } from '@troupe/contracts';
import { asUnavailable, isConflict, isDatabaseUnavailable } from './availability.ts';

const coded = (code: string): Error => Object.assign(new Error('failed'), { code });

describe('isDatabaseUnavailable', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '08006', '53300', '53100', '25006'])(
    'holds for %s',
    (code) => expect(isDatabaseUnavailable(coded(code))).toBe(true),
  );

  it.each(['23505', '28P01', '3D000', '42P01', '57014', '40P01', '22P02'])('does not hold for %s', (code) =>
    expect(isDatabaseUnavailable(coded(code))).toBe(false),
  );

  it.each(['Connection terminated unexpectedly', 'timeout exceeded when trying to connect', 'Query read timeout'])(
    "knows the driver's '%s'",
    (message) => expect(isDatabaseUnavailable(new Error(message))).toBe(true),
  );

  it('looks through errors that wrap it, and ends on a circle', () => {
    expect(isDatabaseUnavailable(new Error('while reserving', { cause: coded('57P01') }))).toBe(true);
    const circle = new Error('circle');
    circle.cause = circle;
    expect(isDatabaseUnavailable(circle)).toBe(false);
  });

  it('does not take another server for the database', () => {
    const refused = coded('ECONNREFUSED');
    expect(isDatabaseUnavailable(new TroupeError('KAFKA_UNAVAILABLE', 'no broker', { cause: refused }))).toBe(false);
    expect(isDatabaseUnavailable(new TroupeError('DATABASE_UNAVAILABLE', 'no database'))).toBe(true);
    expect(isDatabaseUnavailable('ECONNREFUSED')).toBe(false);
    expect(isDatabaseUnavailable(coded('ENOENT'))).toBe(false);
  });
});

describe('asUnavailable', () => {
  it('wraps an outage and leaves other errors alone', () => {
    expect(asUnavailable(coded('57P01'))).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    const duplicate = coded('23505');
    expect(asUnavailable(duplicate)).toBe(duplicate);
  });
});

describe('isConflict', () => {
  it('holds for deadlocks, serialisation failures and lock timeouts only', () => {
    expect(['40P01', '40001', '55P03', '23505'].map((code) => isConflict(coded(code)))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
