import { createRandom, type Random } from '@troupe/testing/random';

/** The services of a simulated world. */
export const SERVICES = [
  'left-agent',
  'right-agent',
  'check-agent',
  'saga-coordinator',
  'note-agent',
  'echo-agent',
] as const;

/** One of them. */
export type ServiceName = (typeof SERVICES)[number];

/** What a participant of a saga answers, once it comes to it. */
export type Answer = 'yes' | 'no' | 'never';

/** A task that is requested, and what becomes of it at each participant. */
export interface TaskPlan {
  readonly conversation: string;
  readonly atMs: number;
  readonly left: Answer;
  readonly right: Answer;
  /** When it is taken back, if it is. */
  readonly cancelAtMs?: number;
}

/** `bytes` cannot be read by anybody; `poison` makes every handler fail for good, `flaky` now and then. */
export type NoteKind = 'plain' | 'flaky' | 'poison' | 'bytes';

/** A row of notes in one conversation, which keep their order. */
export interface NotesPlan {
  readonly conversation: string;
  readonly atMs: number;
  readonly notes: readonly NoteKind[];
}

/** At the n-th call of a service to a port, counted over all its processes. */
interface AtCall {
  readonly service: ServiceName;
  readonly call: number;
}

/** What goes wrong. Those at a call wait for the first call from there on that they apply to. */
export type Fault =
  /** The process is gone, before the call has left or after it has been served. Another takes its place. */
  | (AtCall & { readonly kind: 'kill'; readonly when: 'before' | 'after'; readonly backAfterMs: number })
  /** The process stops as by SIGSTOP, goes on later and knows nothing of it. */
  | (AtCall & { readonly kind: 'freeze'; readonly ms: number })
  /** A publish fails before anything was written, when half was, or when all was. */
  | (AtCall & { readonly kind: 'publish'; readonly how: 'none' | 'half' | 'all' })
  /** A connection to the database breaks at a statement, or at a commit that was or was not applied. */
  | (AtCall & { readonly kind: 'connection'; readonly at: 'statement' | 'commit-lost' | 'commit-applied' })
  | { readonly kind: 'database-away' | 'broker-away'; readonly atMs: number; readonly ms: number }
  /** One more instance comes, and goes again. */
  | { readonly kind: 'visit'; readonly service: ServiceName; readonly atMs: number; readonly ms: number }
  /** A record that is in the log is written once more. `nth` chooses it. */
  | { readonly kind: 'duplicate'; readonly atMs: number; readonly nth: number }
  /** One topic is read late, so that it arrives after what was written later to others. */
  | { readonly kind: 'delay'; readonly topic: number; readonly atMs: number; readonly ms: number };

/** One course of things. All else follows from it, always in the same way. */
export interface Plan {
  /** Decides how long everything takes, and so every interleaving. */
  readonly seed: number;
  readonly partitions: number;
  readonly instances: Readonly<Partial<Record<ServiceName, number>>>;
  readonly tasks: readonly TaskPlan[];
  readonly notes: readonly NotesPlan[];
  readonly faults: readonly Fault[];
}

const SAGA_SERVICES: readonly ServiceName[] = ['left-agent', 'right-agent', 'check-agent', 'saga-coordinator'];
/** Those whose dead letters somebody looks after: no others give anything up. */
export const NOTE_SERVICES: readonly ServiceName[] = ['note-agent', 'echo-agent'];

/** Faults fall within the time in which things are asked for, and a while after. */
const BUSY_MS = 2_500;

const drawTask = (random: Random, index: number): TaskPlan => {
  const answer = (): Answer => {
    const drawn = random.next();
    if (drawn < 0.75) return 'yes';
    return drawn < 0.92 ? 'no' : 'never';
  };
  const atMs = random.between(0, 800);
  const task = { conversation: `task-${index}`, atMs, left: answer(), right: answer() };
  return random.chance(0.25) ? { ...task, cancelAtMs: atMs + random.between(0, 1_500) } : task;
};

const drawNotes = (random: Random, index: number): NotesPlan => ({
  conversation: `notes-${index}`,
  atMs: random.between(0, 800),
  notes: Array.from({ length: random.between(1, 5) }, (): NoteKind => {
    const drawn = random.next();
    if (drawn < 0.8) return 'plain';
    if (drawn < 0.9) return 'flaky';
    return drawn < 0.95 ? 'poison' : 'bytes';
  }),
});

const drawFault = (random: Random, services: readonly ServiceName[]): Fault => {
  const at = (): AtCall => ({ service: random.pick(services), call: random.between(1, 120) });
  const atMs = random.between(0, BUSY_MS);
  const drawn = random.next();
  if (drawn < 0.3)
    return { kind: 'kill', ...at(), when: random.pick(['before', 'after']), backAfterMs: random.between(10, 2_000) };
  if (drawn < 0.42) return { kind: 'freeze', ...at(), ms: random.between(100, 4_000) };
  if (drawn < 0.57) return { kind: 'publish', ...at(), how: random.pick(['none', 'half', 'all']) };
  if (drawn < 0.72)
    return { kind: 'connection', ...at(), at: random.pick(['statement', 'commit-lost', 'commit-applied']) };
  if (drawn < 0.78)
    return { kind: random.pick(['database-away', 'broker-away']), atMs, ms: random.between(100, 1_500) };
  if (drawn < 0.88) return { kind: 'visit', service: random.pick(services), atMs, ms: random.between(200, 2_000) };
  if (drawn < 0.95) return { kind: 'duplicate', atMs, nth: random.between(0, 1_000) };
  return { kind: 'delay', topic: random.between(0, 30), atMs, ms: random.between(100, 1_500) };
};

const times = <Item>(count: number, make: (index: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Draws a plan: half of them are about sagas, most of the others about the order of notes, a few about both. */
export const drawPlan = (seed: number): Plan => {
  const random = createRandom(seed);
  const drawn = random.next();
  const hasSagas = drawn < 0.55;
  const hasNotes = drawn >= 0.5;
  const services = [...(hasSagas ? SAGA_SERVICES : []), ...(hasNotes ? NOTE_SERVICES : [])];
  return {
    seed,
    partitions: random.between(1, 3),
    instances: Object.fromEntries(services.map((service) => [service, random.chance(0.25) ? 2 : 1])),
    tasks: hasSagas ? times(random.between(1, 3), (index) => drawTask(random, index)) : [],
    notes: hasNotes ? times(random.between(1, 4), (index) => drawNotes(random, index)) : [],
    faults: times(random.between(1, 7), () => drawFault(random, services)),
  };
};
