import { describe, expect, it } from '@jest/globals';
import type { ParticipantSummary } from '../participants/participant-summary.ts';
import { UsageError } from '@troupe/agent-sdk/command';
import { printParticipants, readParticipantArguments } from './participants.ts';

const read = (line: string) => readParticipantArguments(line.split(' ').filter((word) => word !== ''));
const ABOUT = '--saga order --step credit --reason losses --by ada';

describe('the command line about participants', () => {
  it('reads a step that is added', () => {
    const line = `add ${ABOUT} --completed-by credit.checked --failed-by credit.refused --failed-by credit.unknown --within 20s --held-by credit-agent`;
    expect(read(`${line} --when totalMinor>5 --from 2026-12-01T00:00:00Z`)).toMatchObject({
      command: 'make',
      order: {
        saga: 'order',
        step: 'credit',
        change: 'added',
        completedBy: 'credit.checked',
        failedBy: ['credit.refused', 'credit.unknown'],
        within: '20s',
        heldBy: 'credit-agent',
        when: 'totalMinor>5',
        from: '2026-12-01T00:00:00Z',
        by: 'ada',
        reason: 'losses',
      },
    });
  });

  it.each([
    ['require', 'required'],
    ['optional', 'optional'],
    ['remove', 'removed'],
  ])('reads %s', (command, change) => expect(read(`${command} ${ABOUT}`)).toMatchObject({ order: { change } }));

  it.each([
    ['', /what about participants/],
    ['paint', /no command 'participants paint'/],
    ['add --saga order --step credit --reason x', /--completed-by, --within is missing/],
    ['require --saga order', /--step, --reason is missing/],
    [`remove ${ABOUT} --within 5s`, /--within belongs to add/],
    ['list now', /'now' is too much/],
  ])("refuses '%s'", (line, message) => {
    expect(() => read(line)).toThrow(message);
    expect(() => read(line)).toThrow(UsageError);
  });
});

describe('rows for people', () => {
  const row: ParticipantSummary = {
    id: 3,
    saga: 'order',
    step: 'credit',
    change: 'added',
    when: 'totalMinor > 5',
    fromMs: Date.UTC(2026, 11, 1),
    added: {
      completedBy: 'credit.checked',
      failedBy: ['credit.refused'],
      compensatedBy: 'credit.returned',
      withinMs: 20_000,
      optional: true,
      heldBy: 'credit-agent',
    },
    by: 'ada',
    reason: 'losses',
    madeMs: 0,
  };

  it('say what holds from when on, by whom and why', () => {
    const lines = printParticipants([row, { ...row, id: 4, change: 'removed', added: null, when: null }]).split('\n');
    expect(lines.slice(1).map((line) => line.split(/ {2,}/))).toEqual([
      [
        ...['3', 'order', 'credit'],
        'added, optional: credit.checked or credit.refused within 20s undone by credit.returned held by credit-agent',
        ...['totalMinor > 5', '2026-12-01T00:00:00.000Z', 'ada', 'losses'],
      ],
      ['4', 'order', 'credit', 'removed', 'all', '2026-12-01T00:00:00.000Z', 'ada', 'losses'],
    ]);
    expect(printParticipants([])).toContain('nobody');
  });
});
