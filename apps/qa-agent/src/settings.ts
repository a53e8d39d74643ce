import { sandboxSettings } from '@troupe/sandbox';
import { workspacesFolder } from '@troupe/workspace';
import { z } from 'zod';

/** What the reviewer reads from its environment besides what every service does. */
export const qaSettings = z.object({
  WORKSPACES_DIR: workspacesFolder,
  ...sandboxSettings.shape,
});
