import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../e2e/findings.fixture.ts';
import type { Kind } from './chaos-plan.ts';

/** The safeguards that can be taken out of every service, to see that somebody notices. */
export const SAFEGUARDS = ['inbox', 'outbox', 'epoch', 'watermark'] as const;

/** One of them. */
export type Safeguard = (typeof SAFEGUARDS)[number];

/** How a safeguard is taken out, and who is to notice. */
export interface Removal {
  /** What is done instead. */
  readonly instead: string;
  /** The module, from the root of the repository. */
  readonly file: string;
  /** Texts of it, each with what it is replaced with as the module is loaded. */
  readonly edits: readonly (readonly [from: string, to: string])[];
  /** The faults under which it is missed. */
  readonly kinds: readonly Kind[];
  /** The check that is to turn red. */
  readonly check: Check;
}

const DECISION_STORE = 'libs/agent-sdk/src/store/decision-store.postgres.ts';

/** How each is taken out. Nothing in the services knows of it. */
export const REMOVALS: Readonly<Record<Safeguard, Removal>> = {
  inbox: {
    instead: 'what was decided before is decided anew, and takes the place of the first decision',
    file: DECISION_STORE,
    edits: [
      ['find: (at, keys) => find(at, keys),', 'find: () => Promise.resolve(new Map()),'],
      [
        'on conflict do nothing',
        `on conflict (day, decider, input_id) do update set outputs = excluded.outputs,
           position = excluded.position`,
      ],
    ],
    kinds: ['kill', 'failpoint', 'duplicates'],
    // The agents' own rows keep them from doing a thing twice: what is decided anew says nothing, and the log still says something.
    check: 'decided-logged',
  },
  outbox: {
    instead: 'nothing remembers what was decided and has yet to be published',
    file: DECISION_STORE,
    edits: [['from decided where json_array_length(outputs) > 0', 'from decided where false']],
    kinds: ['kill', 'failpoint', 'cut'],
    check: 'decided-logged',
  },
  epoch: {
    instead: 'who does not own a partition any more goes on with it, and commits as whoever it is by now',
    file: 'libs/messaging/src/kafka/kafka-subscriber-assignment.ts',
    edits: [
      [
        'createCommits({ offsets: offsetManager,',
        'createCommits({ offsets: { commitOffsets: (request) => group.offsetManager.commitOffsets(request) },',
      ],
      ['    work.close();\n', '    work.close();\n    return;\n'],
    ],
    kinds: ['zombie', 'rebalance'],
    check: 'offsets-forward',
  },
  watermark: {
    instead: 'what was read is committed, done or not',
    file: 'libs/messaging/src/kafka/kafka-subscriber-commits.ts',
    edits: [
      ['watermark.low.toString()', 'watermark.position.toString()'],
      ['encodeCompleted(watermark.low, watermark.completed())', 'encodeCompleted(watermark.position, [])'],
    ],
    kinds: ['delay', 'kill', 'stop', 'cut'],
    check: 'watermark',
  },
};

const ROOT = join(import.meta.dirname, '../../../..');

/** The module of a removal, as an absolute path. */
export const moduleOf = ({ file }: Removal): string => join(ROOT, file);

/** The module without its safeguard. @throws when it has changed so that the removal does not fit any more */
export const removeFrom = (removal: Removal): string => {
  const source = readFileSync(moduleOf(removal), 'utf8');
  return removal.edits.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`${removal.file} does not have exactly one '${from}'`);
    return text.replace(from, () => to);
  }, source);
};
