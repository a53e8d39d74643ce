import { access, constants, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the tools of util-linux are on a Debian; nothing of the service's own PATH is trusted. */
export const TOOL_PATH = '/usr/sbin:/usr/bin:/sbin:/bin';

/** What a run is launched with. All of them are in every Debian. */
export const TOOLS = ['sh', 'unshare', 'setpriv', 'mount', 'umount', 'pivot_root', 'ldd'] as const;
export type Tool = (typeof TOOLS)[number];

const find = async (tool: string): Promise<string | undefined> => {
  for (const folder of TOOL_PATH.split(':')) {
    const path = join(folder, tool);
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return realpath(path);
  }
  return undefined;
};

/** Finds the tools: where each is, or undefined. */
export const findTools = async (): Promise<Readonly<Record<Tool, string | undefined>>> => {
  const found = await Promise.all(TOOLS.map(async (tool) => [tool, await find(tool)] as const));
  // Made from exactly the names of the type.
  return Object.fromEntries(found) as Record<Tool, string | undefined>;
};
