import type { SpecQuestion } from '@troupe/contracts';
import { question } from '../reading/doubts/question.ts';
import type { WrittenFeature } from './feature-writer.ts';

/** What a person is asked where no feature could be written; undefined where one was. */
export const proseQuestions = (written: WrittenFeature): readonly SpecQuestion[] | undefined => {
  switch (written.kind) {
    case 'written':
      return undefined;
    case 'unclear':
      return written.questions.map((asked) => question('prose-unclear', { ask: asked, subject: asked }));
    case 'failed':
      return [
        question('prose-unwritten', {
          ask: `No feature could be made of this: ${written.why}. Say it in other words, or write the feature in Gherkin: "Feature:", and at least two scenarios with their examples.`,
        }),
      ];
  }
};
