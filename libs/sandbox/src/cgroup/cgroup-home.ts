import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureError } from '@troupe/contracts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { settingsFor, type Setting } from './control-files.ts';
import { lendController } from './lend-controller.ts';
import { CONTROLLERS, parentsOf, placeOf, type Controller, type ControllerPlace } from './places.ts';
import { ownName } from '../left-behind.ts';

/** Where cgroups of runs are made for one controller. */
export interface CgroupParent {
  readonly controller: Controller;
  readonly version: 1 | 2;
  readonly folder: string;
}

/** A controller that no cgroup could be made with, and what was seen. */
export interface CgroupMissing {
  readonly controller: Controller;
  readonly found: string;
}

/** Where cgroups of runs are made, and what stands in the way. */
export interface CgroupHome {
  readonly parents: readonly CgroupParent[];
  readonly missing: readonly CgroupMissing[];
}

/** Writes a limit. What is optional and not there is left out. */
export const applySetting = async (folder: string, { file, value, optional = false }: Setting): Promise<void> => {
  try {
    await writeFile(join(folder, file), value);
  } catch (error) {
    if (!optional) throw error;
  }
};

/** Makes one cgroup with limits, and removes it. Throws what is in the way. */
const tryParent = async (parent: CgroupParent): Promise<void> => {
  if (parent.version === 2) await lendController(parent.folder, parent.controller);
  const folder = join(parent.folder, ownName('try'));
  await mkdir(folder);
  try {
    for (const setting of settingsFor(parent.controller, parent.version, DEFAULT_LIMITS))
      await applySetting(folder, setting);
  } finally {
    await rmdir(folder);
  }
};

const searchParent = async (
  controller: Controller,
  place: ControllerPlace,
  configured: string | undefined,
): Promise<CgroupParent | CgroupMissing> => {
  const folders = configured === undefined ? parentsOf(place) : [join(place.mount, configured)];
  const seen: string[] = [];
  for (const folder of folders) {
    const parent = { controller, version: place.version, folder };
    try {
      await tryParent(parent);
      return parent;
    } catch (error) {
      seen.push(`${folder}: ${ensureError(error).message}`);
    }
  }
  return { controller, found: `no cgroup can be made (version ${place.version}): ${seen.join(' · ')}` };
};

/**
 * Finds where cgroups with limits can be made, by making one: below `configured`, a path in the trees of cgroups; else
 * below the cgroup of this process or the nearest one above it that allows it. Throws nothing.
 */
export const findCgroupHome = async (configured?: string): Promise<CgroupHome> => {
  const read = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
  const [mountinfo, self] = await Promise.all([read('/proc/self/mountinfo'), read('/proc/self/cgroup')]);
  const search = async (controller: Controller): Promise<CgroupParent | CgroupMissing> => {
    const place = placeOf(controller, mountinfo, self);
    if (place === undefined) return { controller, found: 'no tree of cgroups is mounted' };
    return searchParent(controller, place, configured);
  };
  const found = await Promise.all(CONTROLLERS.map(search));
  return {
    parents: found.filter((one) => 'folder' in one),
    missing: found.filter((one) => 'found' in one),
  };
};
