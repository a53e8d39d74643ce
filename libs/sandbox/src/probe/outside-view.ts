import { readFile, readlink } from 'node:fs/promises';

/** What the host sees of a process: what that process cannot lie about. */
export interface OutsideView {
  /** Fields of /proc/<pid>/status, such as `CapEff`. */
  readonly status: Readonly<Record<string, string>>;
  /** Namespaces that it shares with this process. */
  readonly shared: readonly string[];
  /** Where something is mounted for it that can be written to. */
  readonly writableMounts: readonly string[];
  /** The largest core file, as the host says it. */
  readonly coreBytes: string;
}

const NAMESPACES = ['mnt', 'pid', 'net', 'ipc', 'uts'] as const;

/** Fields of a file of lines such as `CapEff:\t0000`. */
export const fieldsOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(text.split('\n').map((line) => [line.split(':')[0] ?? '', line.split(':\t')[1] ?? '']));

/** Mount points in the text of a `mountinfo` that are not read-only. */
export const writableMountsIn = (mountinfo: string): readonly string[] =>
  mountinfo.split('\n').flatMap((line) => {
    const [, , , , at, options = ''] = line.split(' ');
    return at === undefined || options.split(',').includes('ro') ? [] : [at];
  });

const isShared = async (pid: number, name: string): Promise<boolean> =>
  (await readlink(`/proc/${pid}/ns/${name}`)) === (await readlink(`/proc/self/ns/${name}`));

/** Looks at a process of this host. Throws when it is gone. */
export const viewFromOutside = async (pid: number): Promise<OutsideView> => {
  const read = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8');
  const [status, mountinfo, limits] = await Promise.all([read('status'), read('mountinfo'), read('limits')]);
  const shared = await Promise.all(NAMESPACES.map(async (name) => ((await isShared(pid, name)) ? [name] : [])));
  return {
    status: fieldsOf(status),
    shared: shared.flat(),
    writableMounts: writableMountsIn(mountinfo),
    coreBytes: /^Max core file size\s+(\S+)/m.exec(limits)?.[1] ?? 'unknown',
  };
};
