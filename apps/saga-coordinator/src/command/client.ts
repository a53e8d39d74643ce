import { createJsonClient } from '@troupe/agent-sdk/command';
import type { SagaPage, SagaSummary } from '../operation/list-sagas.ts';
import type { SagaDetail } from '../operation/show-saga.ts';
import type { ParticipantSummary } from '../participants/participant-summary.ts';
import type { Foreseen } from '../operation/foresee.ts';
import type { FilterArguments, InstructArguments } from './arguments.ts';

/** Asks a coordinator. Everything throws TroupeError: SAGA_REFUSED for what it says no to, TIMEOUT when it is away. */
export interface SagasClient {
  list(filter: FilterArguments, about: { readonly limit: number; readonly newest: boolean }): Promise<SagaList>;
  show(saga: string, conversation: string): Promise<SagaDetail>;
  participants(saga: string | undefined): Promise<readonly ParticipantSummary[]>;
  makeParticipant(order: Readonly<Record<string, unknown>>): Promise<ParticipantSummary>;
  /** What would become of an instruction. */
  foresee(given: InstructArguments): Promise<DryRun>;
  /** Gives an instruction to so many instances, once however often the same request is sent. */
  instruct(
    given: InstructArguments,
    about: { readonly request: string; readonly expect: number },
  ): Promise<{ readonly count: number }>;
}

/** What a dry run says. */
export interface DryRun {
  readonly count: number;
  readonly instructions: readonly Foreseen[];
}

/** The instances that were found. */
export interface SagaList {
  readonly sagas: readonly SagaSummary[];
  /** Whether there are more than were asked for. */
  readonly more: boolean;
}

/** Where a coordinator is, and what it takes. */
export interface SagasClientOptions {
  readonly url: string;
  readonly token: string;
}

const AT_ONCE = 500;
/** A client of one coordinator. */
export const createSagasClient = ({ url, token }: SagasClientOptions): SagasClient => {
  const coordinator = createJsonClient({
    url,
    who: 'coordinator',
    advice: 'start one with SAGAS_TOKEN set, or set SAGAS_URL to where one listens',
    refusedAs: 'SAGA_REFUSED',
    headers: { authorization: `Bearer ${token}` },
  });
  return {
    list: async (filter, { limit, newest }) => {
      const sagas: SagaSummary[] = [];
      let after: string | null = '';
      while (after !== null && sagas.length < limit) {
        const query = {
          ...filter,
          order: newest ? 'newest' : 'oldest',
          limit: String(Math.min(AT_ONCE, limit - sagas.length)),
          ...(after !== '' && { after }),
        };
        const page: Pick<SagaPage, 'sagas'> & { readonly next: string | null } = await coordinator.get(
          '/v1/sagas',
          query,
        );
        sagas.push(...page.sagas);
        after = page.next;
      }
      return { sagas, more: after !== null };
    },
    participants: async (saga) => {
      const { participants }: { readonly participants: readonly ParticipantSummary[] } = await coordinator.get(
        '/v1/participants',
        saga === undefined ? {} : { saga },
      );
      return participants;
    },
    makeParticipant: (order) => coordinator.post('/v1/participants', { body: order }),
    show: (saga, conversation) =>
      coordinator.get(`/v1/sagas/${encodeURIComponent(saga)}/${encodeURIComponent(conversation)}`),
    foresee: (given) => coordinator.post('/v1/instructions', { body: given }),
    instruct: (given, { request, expect }) =>
      coordinator.post('/v1/instructions', {
        body: { ...given, dryRun: false, expect },
        headers: { 'idempotency-key': request },
      }),
  };
};
