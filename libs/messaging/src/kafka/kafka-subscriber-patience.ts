/** How long fetches wait for records. A broker answers as soon as there is one: this is how often it says that there is none. */
export interface Patience {
  /** Of the next fetch, in milliseconds. */
  waitMs(): number;
  /** Something is going on: a fetch has brought records, some are in flight, or nothing may be read for now. */
  stir(): void;
}

/** What patience goes by. */
export interface PatienceOptions {
  /** Until a silent member counts as gone. Every fetch is followed by a heartbeat. */
  readonly sessionTimeoutMs: number;
  /** The clock, in milliseconds. */
  now?(): number;
}

/** Also how long a paused partition may take to be read on. */
export const FETCH_WAIT_MS = 250;
/** Where nothing goes on, also how long it may take to notice that the group rebalances, and to stop. */
const FETCH_WAIT_AT_REST_MS = 1_000;
const REST_AFTER_MS = 10_000;
/** Several fetches, and so heartbeats, have room in a session. */
const FETCHES_IN_A_SESSION = 5;

/** Every fetch and its heartbeat wake a process that has nothing to do: they are most of what it costs. */
export const createPatience = ({ sessionTimeoutMs, now = () => performance.now() }: PatienceOptions): Patience => {
  const atRestMs = Math.max(FETCH_WAIT_MS, Math.min(FETCH_WAIT_AT_REST_MS, sessionTimeoutMs / FETCHES_IN_A_SESSION));
  let stirredMs = now();
  return {
    waitMs: () => (now() - stirredMs >= REST_AFTER_MS ? atRestMs : FETCH_WAIT_MS),
    stir: () => void (stirredMs = now()),
  };
};
