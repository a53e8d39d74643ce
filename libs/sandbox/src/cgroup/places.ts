import { join, relative } from 'node:path';

/** What a cgroup has to limit for a run. */
export const CONTROLLERS = ['memory', 'pids'] as const;
export type Controller = (typeof CONTROLLERS)[number];

/** Where a controller is mounted, and where in it this process is. */
export interface ControllerPlace {
  readonly version: 1 | 2;
  /** The folder where its tree is mounted. */
  readonly mount: string;
  /** The cgroup of this process in it: a folder below the mount, or the mount itself. */
  readonly own: string;
}

interface CgroupMount {
  /** The cgroup that is shown at the mount: not `/` in some containers. */
  readonly root: string;
  readonly at: string;
  readonly version: 1 | 2;
  readonly options: readonly string[];
}

const mountOf = (line: string): CgroupMount | undefined => {
  const [before = '', after = ''] = line.split(' - ');
  const [, , , root = '/', at = '/'] = before.split(' ');
  const [type, , options = ''] = after.split(' ');
  if (type !== 'cgroup' && type !== 'cgroup2') return undefined;
  return { root, at, version: type === 'cgroup' ? 1 : 2, options: options.split(',') };
};

/** The path of this process in a tree, from a line such as `8:pids:/user` or `0::/user`. */
const pathIn = (selfCgroup: string, controller: Controller, version: 1 | 2): string => {
  const lines = selfCgroup.split('\n').map((line) => line.split(':'));
  const line = lines.find(([id, names = '']) =>
    version === 2 ? id === '0' && names === '' : names.split(',').includes(controller),
  );
  return line?.slice(2).join(':') ?? '/';
};

const below = ({ root, at }: CgroupMount, path: string): string => {
  const inside = relative(root, path);
  return inside.startsWith('..') ? at : join(at, inside);
};

/**
 * Where a controller is, told from /proc/self/mountinfo and /proc/self/cgroup: in a tree of its own (version 1), or in the
 * one tree of version 2. Undefined when it is mounted nowhere.
 */
export const placeOf = (controller: Controller, mountinfo: string, selfCgroup: string): ControllerPlace | undefined => {
  const mounts = mountinfo.split('\n').flatMap((line) => mountOf(line) ?? []);
  const mount =
    mounts.find(({ version, options }) => version === 1 && options.includes(controller)) ??
    mounts.find(({ version }) => version === 2);
  if (mount === undefined) return undefined;
  const { at, version } = mount;
  return { version, mount: at, own: below(mount, pathIn(selfCgroup, controller, version)) };
};

/** The cgroups that a run's own may be made below: the one of this process first, then all above it. */
export const parentsOf = ({ mount, own }: ControllerPlace): readonly string[] => {
  const steps = relative(mount, own).split('/').filter(Boolean);
  return [...steps.keys(), steps.length].toReversed().map((depth) => join(mount, ...steps.slice(0, depth)));
};
