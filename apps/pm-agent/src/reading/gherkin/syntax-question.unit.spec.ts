import { describe, expect, it } from '@jest/globals';
import { ENOUGH, featureOf, questionsAbout } from '../read.fixture.ts';

const lines = (...text: readonly string[]): string => text.join('\n');

describe('a line that is no Gherkin', () => {
  it.each<[string, string, string | RegExp, number]>([
    ['a feature without a title', lines('Scenario: a', '  Given 1', '  Then 2'), /^There is no "Feature:" before this line\. Write "Feature:" with a title/, 1],
    ['a keyword in small letters', lines('feature: tax', 'Scenario: a', '  Given 1'), /^There is no "Feature:"/, 1],
    ['tags and nothing else', '@slow', /^There is no "Feature:"/, 2],
    ['a step without its keyword', featureOf(...ENOUGH, '    and so on'), '"and so on" cannot stand here. Here may come a step ("Given", "When", "Then", "And", "But"), a row of a table ("| … |"), the line """ around a text, "Examples:", "Scenario:" with a title. Begin the line so, join it to the one before, or strike it.', 10],
    ['a second feature', featureOf(...ENOUGH, 'Feature: more'), /^"Feature: more" cannot stand here/, 10],
    ['a language that there is none', lines('# language: zz', 'Feature: tax'), 'Gherkin has no language called "zz". Correct "# language:", or leave that line out.', 1],
    ['a text without end', featureOf(...ENOUGH, '    """', '    open'), 'A text that begins with """ has no end. Write """ on a line below it.', 12],
    ['a tag in two words', featureOf('@very slow', ...ENOUGH), 'A tag may have no space within. Write each as "@name".', 2],
  ])('is asked about in words of ours: %s', (_, feature, ask, line) => {
    const asked = questionsAbout(feature);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ rule: 'syntax', line, question: typeof ask === 'string' ? ask : expect.stringMatching(ask) });
    expect(asked[0]?.question).not.toMatch(/#[A-Z]|expected:/);
  }); // prettier-ignore

  it('is quoted, but not at any length', () => {
    const [asked] = questionsAbout(featureOf(...ENOUGH, 'x'.repeat(500)));
    expect(asked?.question).toContain(`"${'x'.repeat(80)}…"`);
  });
});
