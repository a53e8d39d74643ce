import { describe, expect, it } from '@jest/globals';
import { UsageError } from '@troupe/agent-sdk/command';
import { readArguments } from './arguments.ts';

const read = (line: string) => readArguments(line.split(' ').filter((word) => word !== ''));

describe('npm run features', () => {
  it('submits a file to a workspace', () => {
    expect(read('submit tax.feature --workspace shop --title Tax --by ada --wait')).toEqual({
      command: 'submit',
      file: 'tax.feature',
      workspace: 'shop',
      title: 'Tax',
      isProse: false,
      by: 'ada',
      wait: true,
      request: undefined,
      json: false,
    });
    expect(read('submit - --workspace shop --prose')).toMatchObject({ file: '-', isProse: true, wait: false });
  });

  it('answers questions by their ids, or with the feature rewritten', () => {
    expect(read('answer c-1 q-1=20 q-2=a=b --by ada')).toMatchObject({
      conversation: 'c-1',
      answers: [
        { question: 'q-1', answer: '20' },
        { question: 'q-2', answer: 'a=b' },
      ],
      file: undefined,
    });
    expect(read('answer c-1 --feature tax.feature')).toMatchObject({ answers: [], file: 'tax.feature' });
  });

  it('asks for a review', () => {
    expect(read('review c-1 --by ada --wait')).toEqual({
      command: 'review',
      conversation: 'c-1',
      by: 'ada',
      wait: true,
      request: undefined,
      json: false,
    });
  });

  it('shows a conversation', () => {
    expect(read('show c-1 --json')).toEqual({ command: 'show', conversation: 'c-1', json: true });
  });

  it.each([
    ['', 'the <command> is missing'],
    ['deliver', "there is no command 'deliver'"],
    ['submit --workspace shop', 'the <file> is missing'],
    ['submit tax.feature', '--workspace is missing'],
    ['submit tax.feature more --workspace shop', "'more' is too much"],
    ['answer', '<question>=<answer>'],
    ['answer c-1', '<question>=<answer>'],
    ['answer c-1 yes', "'yes' is no answer"],
    ['review', 'the <conversation> is missing'],
    ['review c-1 c-2', "'c-2' is too much"],
    ['show', 'the <conversation> is missing'],
    ['show c-1 --colour', '--colour'],
  ])('does not understand "%s"', (line, message) => {
    expect(() => read(line)).toThrow(UsageError);
    expect(() => read(line)).toThrow(message);
  });
});
