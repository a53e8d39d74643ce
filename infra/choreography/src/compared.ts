import { execFileSync, spawnSync } from 'node:child_process';
import type { Choreography } from '@troupe/choreography';
import { UsageError } from '@troupe/agent-sdk/command';
import { aclsOf, manifestOf, topicsOf, type Compared } from '@troupe/choreography/render';
import { MANIFESTS } from './outputs.ts';

const NOTHING: Compared = { services: {}, sagas: {}, events: {}, links: {}, topics: {}, rights: {} };

/** What a choreography is compared by. */
export const comparedOf = (choreography: Choreography): Compared => ({
  ...manifestOf(choreography),
  topics: topicsOf(choreography),
  rights: aclsOf(choreography),
});

const readAt = (root: string, ref: string, path: string): object | undefined => {
  const { status, stdout } = spawnSync('git', ['show', `${ref}:${path}`], { cwd: root, encoding: 'utf8' });
  // Manifests are written by this program, and committed as they are.
  return status === 0 ? (JSON.parse(stdout) as object) : undefined;
};

const refuseUnknown = (root: string, ref: string): void => {
  try {
    execFileSync('git', ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], { cwd: root });
  } catch {
    throw new UsageError(`git knows no commit '${ref}'`);
  }
};

/** What stood in the manifests of a commit; nothing, if it had none. @throws UsageError when there is no such commit */
export const comparedAt = (root: string, ref: string): Compared => {
  refuseUnknown(root, ref);
  const topics = readAt(root, ref, MANIFESTS.topics);
  const rights = readAt(root, ref, MANIFESTS.acls);
  // The manifests of a commit are those that its own program wrote: a part that is not there yet is empty.
  return {
    ...NOTHING,
    ...readAt(root, ref, MANIFESTS.choreography),
    ...(topics && { topics }),
    ...(rights && { rights }),
  } as Compared;
};
