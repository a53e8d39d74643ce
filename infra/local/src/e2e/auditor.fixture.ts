import { expect } from '@jest/globals';
import { eventually } from '@troupe/testing';
import type { TestFleet } from './fleet.fixture.ts';
import { endFindings } from './end-audit.fixture.ts';
import { auditLog, readEvents, type LogAudit } from './log-audit.fixture.ts';
import type { AcceptedOrder } from './client.fixture.ts';
import { auditTables } from './table-audit.fixture.ts';

const AUDITED_WITHIN_MS = 60_000;

/**
 * Holds what the topics and the tables say against what must be true of them, and against each other, without any help of
 * what wrote them. Waits a moment for what is still on its way; what contradicts stays in the log for ever and fails.
 * `orders` are all that this fleet has accepted.
 */
export const expectSound = async (fleet: TestFleet, orders: readonly AcceptedOrder[]): Promise<LogAudit> =>
  eventually(
    async () => {
      const log = auditLog(await readEvents(fleet.place));
      const findings = [...log.findings, ...endFindings(log, orders), ...(await auditTables(fleet, log))];
      expect(findings).toEqual([]);
      return log;
    },
    { timeoutMs: AUDITED_WITHIN_MS, intervalMs: 1_000 },
  );
