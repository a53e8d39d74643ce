import { describe, expect, it } from '@jest/globals';
import { findJava, javaMajorVersion } from './java.ts';

describe('javaMajorVersion', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_392"', 8],
  ])('reads %s', (output, version) => {
    expect(javaMajorVersion(output)).toBe(version);
  });

  it('reads nothing from what is no version', () => {
    expect(javaMajorVersion('The operation could not be completed. Unable to locate a Java Runtime.')).toBeUndefined();
  });
});

describe('findJava', () => {
  it('says how to get Java, and how to do without, when there is none', async () => {
    const failure = findJava({ JAVA_HOME: '/nowhere' });
    await expect(failure).rejects.toMatchObject({ code: 'STACK_FAILED' });
    await expect(failure).rejects.toThrow(/\/nowhere.*\n.*apt-get install openjdk-17-jre-headless.*KAFKA_BROKERS/);
  });
});
