import { createRandom, type Random } from '@troupe/testing/random';
import type { ServerName } from '../server.ts';

/** The services that faults befall. */
export const SERVICES = [
  'gateway',
  'fraud-agent',
  'inventory-agent',
  'shipping-agent',
  'saga-coordinator',
  'ledger',
] as const;

/** One of them. */
export type Service = (typeof SERVICES)[number];

const SERVERS = ['kafka', 'registry', 'database'] as const satisfies readonly ServerName[];

/** Everything that faults befall. */
export const TARGETS = [...SERVICES, 'log', ...SERVERS] as const;

/** One of them. */
export type Target = (typeof TARGETS)[number];

/** Whose answers can be delayed: see `in-service.fixture.ts`. */
export const DELAYED = ['fetch', 'publish', 'statement'] as const;

/** What is done to the fleet. */
export type ChaosFault =
  /** kill −9, wherever it is. */
  | { readonly kind: 'kill'; readonly target: Service }
  /** kill −9 at the n-th time that it passes a boundary. */
  | { readonly kind: 'failpoint'; readonly target: Service; readonly boundary: string; readonly nth: number }
  /** SIGSTOP, and SIGCONT after a while that may be longer than its session. */
  | { readonly kind: 'stop'; readonly target: Service; readonly ms: number }
  /** Stopped beyond its session; another instance takes over, before it goes on. */
  | { readonly kind: 'zombie'; readonly target: Service; readonly ms: number }
  /** Every connection that it has to the database breaks. */
  | { readonly kind: 'cut'; readonly target: Service }
  /** For a while every answer that it gets comes late. */
  | {
      readonly kind: 'delay';
      readonly target: Service;
      readonly what: (typeof DELAYED)[number];
      readonly ms: number;
      readonly forMs: number;
    }
  /** One more instance comes, and the older one is told to stop. */
  | { readonly kind: 'rebalance'; readonly target: Service; readonly ms: number }
  /** Records that are in the log are written once more. */
  | { readonly kind: 'duplicates'; readonly target: 'log'; readonly count: number }
  /** Bytes that nobody can read. */
  | { readonly kind: 'poison'; readonly target: 'log' }
  /** A server crashes, and is started again after a while. */
  | { readonly kind: 'crash'; readonly target: ServerName; readonly ms: number };

/** The kinds of faults. */
export const KINDS = [
  'kill',
  'failpoint',
  'stop',
  'zombie',
  'cut',
  'delay',
  'rebalance',
  'duplicates',
  'poison',
  'crash',
] as const satisfies readonly ChaosFault['kind'][];

/** One of them. */
export type Kind = (typeof KINDS)[number];

/** A fault of a plan, and how long its target is left alone before it, in milliseconds. */
export interface PlannedFault {
  readonly fault: ChaosFault;
  readonly restMs: number;
}

const READING = ['after-fetch', 'before-offsets', 'after-offsets'];
const PUBLISHING = ['after-statement', 'before-commit', 'after-commit', 'after-publish'];

/** Where a service ends itself: see `in-service.fixture.ts`. The ledger commits without saying so, and publishes nothing. */
export const boundariesOf = (target: Service): readonly string[] => {
  if (target === 'gateway') return PUBLISHING;
  return target === 'ledger' ? [...READING, 'after-statement'] : [...READING, ...PUBLISHING];
};

/** How often a kind befalls a service, out of so many. */
type Weights = Partial<Record<Kind, number>>;

/** Two in five start a process anew: more would leave two cores little time for anything else. */
const OF_READERS: Weights = { kill: 14, failpoint: 18, stop: 18, zombie: 4, cut: 20, delay: 21, rebalance: 5 };
const OF_GATEWAY: Weights = { kill: 18, failpoint: 20, stop: 20, cut: 22, delay: 20 };
const OF_LOG: Weights = { duplicates: 75, poison: 25 };
const OF_SERVERS: Weights = { crash: 1 };

const weightsOf = (target: Target): Weights => {
  if (target === 'log') return OF_LOG;
  if (target === 'gateway') return OF_GATEWAY;
  return isServer(target) ? OF_SERVERS : OF_READERS;
};

const isServer = (target: Target): target is (typeof SERVERS)[number] => SERVERS.some((server) => server === target);

/**
 * How long each is left alone, in milliseconds, so that there is something to disturb again. No service can start while a
 * server does, so that servers crash more seldom.
 */
const RESTS: Readonly<Record<Target, readonly [number, number]>> = {
  gateway: [300, 2_500],
  'fraud-agent': [300, 2_500],
  'inventory-agent': [300, 2_500],
  'shipping-agent': [300, 2_500],
  'saga-coordinator': [300, 2_500],
  ledger: [300, 2_500],
  log: [1_000, 3_500],
  kafka: [20_000, 80_000],
  registry: [25_000, 80_000],
  database: [15_000, 50_000],
};

const LONGEST_NTH = 12;
const SHORT_STOP_MS = [100, 800] as const;
/** A session of a fleet under test lasts three seconds. */
const LONG_STOP_MS = [3_200, 4_500] as const;

const service = (kind: Kind, target: Service, { between, pick, chance }: Random): ChaosFault => {
  switch (kind) {
    case 'failpoint':
      return { kind, target, boundary: pick(boundariesOf(target)), nth: between(1, LONGEST_NTH) };
    case 'stop': {
      const [from, to] = chance(0.3) ? LONG_STOP_MS : SHORT_STOP_MS;
      return { kind, target, ms: between(from, to) };
    }
    case 'zombie':
      return { kind, target, ms: between(...LONG_STOP_MS) };
    case 'delay':
      return { kind, target, what: pick(DELAYED), ms: between(20, 400), forMs: between(500, 2_500) };
    case 'rebalance':
      return { kind, target, ms: between(200, 2_000) };
    case 'cut':
      return { kind, target };
    default:
      return { kind: 'kill', target };
  }
};

const draw = (kind: Kind, target: Target, random: Random): ChaosFault => {
  if (target === 'log')
    return kind === 'poison' ? { kind, target } : { kind: 'duplicates', target, count: random.between(1, 20) };
  if (isServer(target)) return { kind: 'crash', target, ms: random.between(0, 2_000) };
  return service(kind, target, random);
};

const drawKind = (weights: Weights, { next }: Random): Kind | undefined => {
  const drawn = next() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  let passed = 0;
  return KINDS.find((kind) => (passed += weights[kind] ?? 0) > drawn);
};

/** Whether any of these kinds can befall a target. Servers crash only where somebody can start them again. */
export const isHit = (target: Target, kinds: readonly Kind[], mayCrash: boolean): boolean =>
  (mayCrash || !isServer(target)) && kinds.some((kind) => weightsOf(target)[kind] !== undefined);

/** A stream of its own for each target: what one takes longer for does not change what befalls another. */
const seedOf = (seed: number, target: Target): number => Math.imul(seed, 31) + TARGETS.indexOf(target);

/** What befalls one target, one fault after the other: the same for the same seed. Kinds that are not wanted are left out. */
export function* drawFaults(seed: number, target: Target, wanted: readonly Kind[] = KINDS): Generator<PlannedFault> {
  const random = createRandom(seedOf(seed, target));
  const weights = Object.fromEntries(
    Object.entries(weightsOf(target)).filter(([kind]) => wanted.some((each) => each === kind)),
  );
  for (;;) {
    const restMs = random.between(...RESTS[target]);
    const kind = drawKind(weights, random);
    if (kind === undefined) return;
    yield { fault: draw(kind, target, random), restMs };
  }
}
