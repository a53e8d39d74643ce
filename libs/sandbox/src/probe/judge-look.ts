import type { RunLimits } from '../limits.ts';
import { finding, type LimitFinding } from './finding.ts';
import type { InsideReport } from './inside-report.ts';
import type { OutsideView } from './outside-view.ts';

/** What was seen of a run from both sides, and what it was given. */
export interface Look {
  readonly inside: InsideReport;
  readonly outside: OutsideView;
  readonly limits: RunLimits;
  readonly user: number;
  /** Connections that reached the host. */
  readonly reached: number;
}

const CAPABILITIES = ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'] as const;

const listed = (record: Readonly<Record<string, string>>): string =>
  Object.entries(record)
    .map(([what, came]) => `${what}: ${came}`)
    .join(' · ');

const allRefused = (record: Readonly<Record<string, string>>): boolean =>
  Object.values(record).every((came) => came !== 'done');

const ownUser = ({ inside, outside, user }: Look): LimitFinding => {
  const ids = [inside.uid, inside.gid, ...inside.groups];
  const onHost = (outside.status.Uid ?? '').split('\t').map(Number);
  return finding(
    'own-user',
    [...ids, ...onHost].every((id) => id === user),
    `it is ${ids.join(', ')}; on the host ${onHost.join(', ')}`,
  );
};

const noCapabilities = ({ outside: { status } }: Look): LimitFinding => {
  const sets = CAPABILITIES.map((name) => [name, status[name] ?? 'unknown'] as const);
  return finding(
    'no-capabilities',
    sets.every(([, bits]) => /^0+$/.test(bits)),
    listed(Object.fromEntries(sets)),
  );
};

const readOnlyRoot = ({ inside, outside }: Look): LimitFinding => {
  const odd = outside.writableMounts.filter((at) => at !== '/tmp');
  const holds = odd.length === 0 && allRefused(inside.writes);
  return finding(
    'read-only-root',
    holds,
    `writes: ${listed(inside.writes)}; writable mounts: ${odd.join(', ') || 'none'}`,
  );
};

const noNetwork = ({ inside, reached }: Look): LimitFinding =>
  finding(
    'no-network',
    reached === 0 && allRefused(inside.connects) && inside.interfaces.length === 0,
    `connects: ${listed(inside.connects)}; interfaces: ${inside.interfaces.join(', ') || 'none'}; reached the host: ${reached}`,
  );

/** What is used up until it is refused must be refused at the limit, and for that reason. */
const refusedAt = (reason: string, at: number, came: { readonly used: number; readonly refused: string }): boolean =>
  came.refused === reason && came.used <= at;

const sizes = ({ inside: { file, scratch, openFiles }, limits }: Look): readonly LimitFinding[] => [
  finding(
    'scratch-size',
    refusedAt('ENOSPC', limits.scratchBytes, { used: scratch.bytes, refused: scratch.refused }),
    `${scratch.refused} after ${scratch.bytes} bytes of ${limits.scratchBytes}`,
  ),
  finding(
    'file-size',
    refusedAt('EFBIG', limits.fileBytes, { used: file.bytes, refused: file.refused }),
    `${file.refused} after ${file.bytes} bytes of ${limits.fileBytes}`,
  ),
  finding(
    'open-files',
    refusedAt('EMFILE', limits.openFiles, { used: openFiles.files, refused: openFiles.refused }),
    `${openFiles.refused} after ${openFiles.files} files of ${limits.openFiles}`,
  ),
];

/** Judges everything that can be seen of one run that does no harm. */
export const judgeLook = (look: Look): readonly LimitFinding[] => {
  const { inside, outside } = look;
  const { status, shared, coreBytes } = outside;
  const { environment, reads, signal, parentPid } = inside;
  return [
    finding('namespaces', shared.length === 0, `shared with the host: ${shared.join(', ') || 'none'}`),
    ownUser(look),
    finding('no-new-privileges', status.NoNewPrivs === '1', `NoNewPrivs: ${status.NoNewPrivs ?? 'unknown'}`),
    noCapabilities(look),
    readOnlyRoot(look),
    finding('no-host-files', allRefused(reads), `reads: ${listed(reads)}`),
    finding('empty-environment', environment.length === 0, `variables: ${environment.join(', ') || 'none'}`),
    noNetwork(look),
    finding(
      'no-signals',
      signal === 'ESRCH' && parentPid === 0,
      `signal to the service: ${signal}; parent: ${parentPid}`,
    ),
    ...sizes(look),
    finding('no-core-dumps', coreBytes === '0', `core files of at most ${coreBytes} bytes`),
  ];
};
