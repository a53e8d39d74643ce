import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addWorkingDays, dayOf, isWorkingDay, minuteOfDay, workingDayFrom } from './working-days.ts';

const day = (text: string): number => dayOf(Date.parse(`${text}T00:00:00Z`));
const anyDay = fc.integer({ min: -1_000, max: 40_000 });

describe('working days', () => {
  it('are Monday to Friday', () => {
    const week = ['2010-12-03', '2010-12-04', '2010-12-05', '2010-12-06'];
    expect(week.map((text) => isWorkingDay(day(text)))).toEqual([true, false, false, true]);
  });

  it('are known before 1970 as well', () => {
    const week = ['1969-12-26', '1969-12-27', '1969-12-28', '1969-12-29'];
    expect(week.map((text) => isWorkingDay(day(text)))).toEqual([true, false, false, true]);
  });

  it('skip the weekend', () => {
    expect(workingDayFrom(day('2010-12-04'))).toBe(day('2010-12-06'));
    expect(addWorkingDays(day('2010-12-03'), 1)).toBe(day('2010-12-06'));
    expect(addWorkingDays(day('2010-12-03'), 6)).toBe(day('2010-12-13'));
    expect(addWorkingDays(day('2010-12-04'), 0)).toBe(day('2010-12-06'));
  });

  it('are counted one after the other', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 60 }), (from, count) => {
        const to = addWorkingDays(from, count);
        const between = Array.from({ length: to - from }, (_, index) => from + index + 1).filter(isWorkingDay);
        expect(isWorkingDay(to)).toBe(true);
        expect(between).toHaveLength(count + (isWorkingDay(from) || count > 0 ? 0 : 1));
      }),
    );
  });

  it('begin at midnight UTC', () => {
    expect(dayOf(Date.parse('2010-12-01T23:59:59.999Z'))).toBe(day('2010-12-01'));
    expect(minuteOfDay(Date.parse('2010-12-01T16:01:59Z'))).toBe(16 * 60 + 1);
  });
});
