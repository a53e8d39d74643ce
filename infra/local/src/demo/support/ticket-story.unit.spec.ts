import { describe, expect, it } from '@jest/globals';
import { timeline, type Told } from '../delivery/story.fixture.ts';
import { briefOf, renderSupportReport, rowOf } from './support-report.ts';
import { isDealtWith, levelOf, toldBy, type TicketStory } from './ticket-story.ts';

const said = (score: number): object => ({ score, confidence: 0.9, calibration: 'ESTIMATED', urgency: 'HIGH', threshold: 0, topic: 'baggage', reasons: [{ cue: 'word', text: 'lost', weight: 1 }], decidedBy: 'spec@1' }); // prettier-ignore
const CRITICAL: Told = ['support.critical', 10, said(-0.8)];
const ROUTINE: Told = ['support.routine', 10, said(0.8)];
const citation = { file: 'baggage.md', heading: 'Baggage › Lost', quote: 'Report it.', score: 2 };
const DRAFT: Told = ['reply.drafted', 20, { found: true, reply: 'Report it. [1]', reason: null, citations: [citation], searched: 9, writtenBy: 'spec@1' }]; // prettier-ignore
const NONE: Told = ['reply.drafted', 20, { found: false, reply: null, reason: 'unknown', citations: [], searched: 9, writtenBy: 'spec@1' }]; // prettier-ignore
const channel = (name: string, delivered: boolean): object => ({ channel: name, delivered, proof: '200', messageId: null, attempts: 1 }); // prettier-ignore
const TOLD: Told = ['person.notified', 30, { channels: [channel('mail', true), channel('webhook', false)] }];

const story = (...events: readonly Told[]): TicketStory => ({
  ticket: { customerId: '7', text: 'You lost\nmy bag' },
  conversationId: 'c-1',
  events: timeline(['ticket.opened', 0, {}], ...events),
});

describe('the story of a ticket', () => {
  it('is over when triage calls it routine, or when a critical one has a draft and people were told, in either order', () => {
    expect(isDealtWith(story())).toBe(false);
    expect(isDealtWith(story(ROUTINE))).toBe(true);
    expect(isDealtWith(story(CRITICAL, DRAFT))).toBe(false);
    expect(isDealtWith(story(TOLD, NONE, CRITICAL))).toBe(true);
  });

  it('knows where it goes, and by which channels somebody was told', () => {
    expect([story(), story(CRITICAL), story(ROUTINE)].map(levelOf)).toEqual(['unread', 'critical', 'routine']);
    expect(toldBy(story(CRITICAL, TOLD))).toEqual(['mail']);
    expect(toldBy(story(CRITICAL))).toEqual([]);
  });
});

describe('the report', () => {
  it('has a row for each ticket', () => {
    expect(rowOf(story(CRITICAL, DRAFT))).toMatch(/^critical +-0\.80 +baggage +1 cited +You lost my bag$/);
    expect(rowOf(story(CRITICAL, NONE))).toContain('nothing found');
    expect(rowOf(story())).toMatch(/^unread +You lost my bag$/);
  });

  it('sums up', () => {
    expect(briefOf([story(CRITICAL, DRAFT, TOLD), story(CRITICAL, NONE), story(ROUTINE)], 4)).toBe(
      'tickets: 2 critical, 1 routine of 4; 1 replies drafted, 1 without a passage; 1 told to people elsewhere than at the desk',
    );
  });

  it('shows drafts with what they rest on, and says how many tickets were not dealt with', () => {
    const report = renderSupportReport([story(CRITICAL, DRAFT, TOLD), story(CRITICAL)]);
    expect(report).toContain('critical for “lost”');
    expect(report).toContain('drafted  Report it. [1]\n    [1] baggage.md, Baggage › Lost');
    expect(report).toContain('1 tickets were not dealt with in time');
  });
});
