import { describe, expect, it } from '@jest/globals';
import type { Conversation } from '../conversations/conversation-reader.ts';
import { stateOf } from '../conversations/conversation-state.ts';
import { ledgerEvent, rejection } from '../gateway.fixture.ts';
import { checkAnswers } from './check-answers.ts';

const LIMIT = { id: 'q-limit', question: 'Is the limit in?', choices: ['It is in', 'it is out'] };
const NAME = { id: 'q-name', question: 'What is it called?', choices: [] };

type Told = readonly [type: string, data?: object];
const conversationOf = (...told: readonly Told[]): Conversation => {
  const events = told.map(([type, data], index) => ledgerEvent(index + 1, type, data));
  return { conversationId: 'c-1', ...stateOf(events), events, nextAfter: null };
};
const asked = (feature: string | null = null): Conversation =>
  conversationOf(['feature.requested'], ['spec.rejected', rejection([LIMIT, NAME], feature)]);

const answered = (question: string, answer: string, conversation = asked()) =>
  expect(() => checkAnswers({ answers: [{ question, answer }] }, conversation));

describe('an answer', () => {
  it('is one of the choices however it is written, or words where there are none', () => {
    answered('q-limit', ' it is IN ').not.toThrow();
    answered('q-name', 'salesTax').not.toThrow();
  });

  it('to what nobody asks is refused with what is asked', () => {
    answered('q-typo', 'it is in').toThrow("nobody asks 'q-typo': what is asked is q-limit (It is in | it is out), q-name");
  }); // prettier-ignore

  it('that is no choice is refused with the question and its choices', () => {
    answered('q-limit', 'perhaps').toThrow("'perhaps' does not answer q-limit: Is the limit in? Answer with one of 'It is in', 'it is out'"); // prettier-ignore
  });

  it('is in any words where a model wrote the feature, and reads them', () => {
    answered('q-limit', 'perhaps', asked('Feature: Tax')).not.toThrow();
    answered('q-typo', 'perhaps', asked('Feature: Tax')).toThrow('nobody asks');
  });

  it('is refused where nothing is asked yet, or not any more', () => {
    answered('q-limit', 'it is in', conversationOf(['feature.requested'])).toThrow('nothing is asked about c-1 now: npm run features -- show c-1'); // prettier-ignore
    const settled = conversationOf(['spec.rejected', rejection([LIMIT])], ['spec.answered'], ['spec.validated']);
    answered('q-limit', 'it is in', settled).toThrow('nothing is asked about c-1 any more');
    expect(() => checkAnswers({ feature: 'Feature: x' }, settled)).toThrow('it cannot be rewritten');
  });

  it('beside a feature that is rewritten may be to what that one will be asked', () => {
    const answers = [{ question: 'q-later', answer: 'yes' }];
    expect(() => checkAnswers({ answers, feature: 'Feature: x' }, asked())).not.toThrow();
  });
});
