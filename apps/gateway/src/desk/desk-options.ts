import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { notAccepted } from '../requests/accept-request.ts';
import type { Door } from '../requests/door.ts';
import type { Intake } from '../requests/intake.ts';
import type { Identity } from '../identity/identity.ts';
import type { GatewayTables } from '../tables.ts';
import { act, type Act } from './act.ts';
import type { ServiceLevels } from './sla.ts';

/** What the desk and the chat are made of. */
export interface DeskOptions {
  readonly identity: Identity;
  readonly db: Kysely<GatewayTables>;
  readonly door: Door;
  readonly intake: Pick<Intake, 'recall'>;
  readonly levels: ServiceLevels;
  readonly clock: () => number;
}

/** Does what somebody wants done, or throws the problem that says why not. */
export const carryOut = async (
  wanted: Act,
  from: FastifyRequest,
  { db, clock, intake, door }: Omit<DeskOptions, 'identity' | 'levels'>,
): Promise<void> => {
  const admission = await act(wanted, {
    db,
    clock,
    recall: (request) => intake.recall(request),
    admit: (request) => door.admit(request, from),
  });
  if (admission !== 'accepted') throw notAccepted(admission);
};
