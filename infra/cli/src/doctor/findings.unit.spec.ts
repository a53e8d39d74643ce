import { describe, expect, it } from '@jest/globals';
import { examineMachine, type MachineFacts } from './findings.ts';

const healthy: MachineFacts = {
  node: '24.21.0',
  git: '2.47.0',
  java: 17,
  maven: '3.9.9',
  docker: undefined,
  given: {},
  installed: true,
  isLinux: true,
  isRoot: true,
  freeMegabytes: 8_000,
};

const wrong = (changes: Partial<MachineFacts>) =>
  examineMachine({ ...healthy, ...changes }).filter(({ level }) => level !== 'good');

describe('troupe doctor', () => {
  it('finds nothing wrong with a machine that has what it takes', () => {
    expect(wrong({})).toEqual([]);
  });

  it.each<[string, Partial<MachineFacts>, string, string]>([
    ['an old Node', { node: '20.19.0' }, 'bad', 'run it by npx'],
    ['packages that are missing', { installed: false }, 'bad', 'npm ci'],
    ['no Java', { java: undefined }, 'bad', 'install Java 17'],
    ['an old Java', { java: 11 }, 'bad', 'install Java 17'],
    ['no Maven', { maven: undefined }, 'bad', 'install Maven'],
    ['a server that is given and away', { given: { KAFKA_BROKERS: false } }, 'bad', 'unset KAFKA_BROKERS'],
    ['no git', { git: undefined }, 'lesser', 'install git'],
    ['little memory', { freeMegabytes: 900 }, 'lesser', 'free 3000 MB'],
    ['a user without rights', { isRoot: false }, 'lesser', 'as root on Linux'],
    ['another system than Linux', { isLinux: false }, 'lesser', 'as root on Linux'],
  ])('says of %s how to mend it', (_, changes, level, mend) => {
    expect(wrong(changes)).toEqual([expect.objectContaining({ level, mend: expect.stringContaining(mend) })]);
  });

  it('wants neither Java nor Maven where Docker runs the servers, or all of them are given', () => {
    const without = { java: undefined, maven: undefined };
    const given = { KAFKA_BROKERS: true, SCHEMA_REGISTRY_URL: true, DATABASE_URL: true };
    expect(wrong({ ...without, docker: '28.0.1' })).toEqual([]);
    expect(wrong({ ...without, given })).toEqual([]);
  });
});
