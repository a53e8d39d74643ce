import { TroupeError } from '@troupe/contracts';
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
const ANSWER_WITHIN_MS = 60_000;

interface Refusal {
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

const wordsOf = (status: number, { detail, errors = [] }: Refusal): string =>
  [
    detail ?? `The coordinator answered with ${status}`,
    ...errors.map(({ field, message }) => `${field} ${message}`),
  ].join('; ');

const refusalIn = async (response: Response): Promise<Refusal> => {
  try {
    // What the interface says of problems; anything else has none of these fields.
    return (await response.json()) as Refusal;
  } catch {
    return {};
  }
};

const reach = async (url: URL, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  } catch (cause) {
    throw new TroupeError(
      'TIMEOUT',
      `No coordinator answers at ${url.origin}: start one with SAGAS_TOKEN set, or set SAGAS_URL to where one listens`,
      { cause },
    );
  }
};

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const posted = (body: object, headers: Sent['headers'] = {}): Sent => ({
  method: 'POST',
  headers: { ...headers, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** The status by which a coordinator says that a server which it needs is away. */
const AWAY = 503;

/** A client of one coordinator. */
export const createSagasClient = ({ url, token }: SagasClientOptions): SagasClient => {
  const address = (path: string, query: Readonly<Record<string, string>> = {}): URL =>
    new URL(`${path}?${new URLSearchParams(query).toString()}`, url);
  const send = async <Answer>(to: URL, init: Sent = {}): Promise<Answer> => {
    const headers = { ...init.headers, authorization: `Bearer ${token}` };
    const response = await reach(to, { ...init, headers });
    if (!response.ok)
      throw new TroupeError(
        response.status === AWAY ? 'TIMEOUT' : 'SAGA_REFUSED',
        wordsOf(response.status, await refusalIn(response)),
      );
    // The interface of the same version as this client answers with that.
    return (await response.json()) as Answer;
  };
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
        const page: Pick<SagaPage, 'sagas'> & { readonly next: string | null } = await send(
          address('/v1/sagas', query),
        );
        sagas.push(...page.sagas);
        after = page.next;
      }
      return { sagas, more: after !== null };
    },
    participants: async (saga) => {
      const { participants }: { readonly participants: readonly ParticipantSummary[] } = await send(
        address('/v1/participants', saga === undefined ? {} : { saga }),
      );
      return participants;
    },
    makeParticipant: (order) => send(address('/v1/participants'), posted(order)),
    show: (saga, conversation) =>
      send(address(`/v1/sagas/${encodeURIComponent(saga)}/${encodeURIComponent(conversation)}`)),
    foresee: (given) => send(address('/v1/instructions'), posted(given)),
    instruct: (given, { request, expect }) =>
      send(address('/v1/instructions'), posted({ ...given, dryRun: false, expect }, { 'idempotency-key': request })),
  };
};
