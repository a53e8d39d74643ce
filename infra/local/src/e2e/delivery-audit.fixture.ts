import { expect } from '@jest/globals';
import { eventually } from '@troupe/testing';
import { auditDecisions, type DecidingFlow } from './decision-audit.fixture.ts';
import { found, type Finding } from './findings.fixture.ts';
import type { TestFleet } from './fleet.fixture.ts';
import { auditLog, readEvents, readTopics, type LogAudit, type LoggedEvent } from './log-audit.fixture.ts';
import { ledgerFindings } from './table-audit.fixture.ts';

const AUDITED_WITHIN_MS = 60_000;

const DELIVERY: DecidingFlow = {
  deciders: ['gateway', 'saga_coordinator', 'pm_agent', 'developer_agent', 'qa_agent'],
  reads: {
    pm_agent: ['feature.requested', 'spec.answered'],
    developer_agent: ['spec.validated', 'pr.reviewed', 'feature.approved'],
    qa_agent: ['spec.validated', 'code.committed', 'review.requested'],
    saga_coordinator: [
      'feature.requested',
      ...['spec.validated', 'spec.rejected', 'spec.answered'],
      ...['code.committed', 'code.abandoned', 'code.merged', 'merge.refused'],
      ...['pr.reviewed', 'review.unavailable', 'event.held'],
    ],
  },
};

const AGENTS = ['pm-agent', 'developer-agent', 'qa-agent', 'saga-coordinator'];

/** Attempts and reviews come as often as they are caused, and whoever is told of an event concludes each thing once. */
const causedTwice = (conversationId: string, events: readonly LoggedEvent[]): readonly Finding[] =>
  [...Map.groupBy(events, ({ type, source, causationId = 'nobody' }) => `${type} by ${source} of ${causationId}`)]
    .filter(([, same]) => same.length > 1)
    .map(([what, same]) => `conversation ${conversationId} has ${same.length} × ${what}`)
    .map(found('effects-once'));

const ENDS = ['feature.delivered', 'feature.abandoned'];

const endless = ({ byConversation }: LogAudit): readonly Finding[] =>
  [...byConversation]
    .filter(([, events]) => events.filter(({ type }) => ENDS.includes(type)).length !== 1)
    .map(([id]) => `feature ${id} has not come to one end`)
    .map(found('one-end'));

const deadLetters = async ({ place }: Pick<TestFleet, 'place'>): Promise<readonly Finding[]> => {
  const records = await readTopics(place, AGENTS.map((agent) => `${agent}.dead`)); // prettier-ignore
  return records.map(({ topic, key }) => found('dead-letters')(`${topic} has one of ${key ?? 'nobody'}`));
};

/**
 * Holds the log and the tables of software delivery against what must be true of them, and against each other. Waits a
 * moment for what is still on its way; what contradicts stays in the log for ever and fails.
 */
export const expectSoundDelivery = async (fleet: TestFleet): Promise<LogAudit> =>
  eventually(
    async () => {
      const log = auditLog(await readEvents(fleet.place), causedTwice);
      const findings = [
        ...log.findings,
        ...endless(log),
        ...(await auditDecisions(fleet, log, DELIVERY)),
        ...(await ledgerFindings(fleet, log)),
        ...(await deadLetters(fleet)),
      ];
      expect(findings).toEqual([]);
      return log;
    },
    { timeoutMs: AUDITED_WITHIN_MS, intervalMs: 500 },
  );
