import { modelSettings } from '@troupe/models';
import { sandboxSettings } from '@troupe/sandbox';
import { workspacesFolder } from '@troupe/workspace';
import { z } from 'zod';

/** What the developer reads from its environment besides what every service does. */
export const developerSettings = z
  .object({
    WORKSPACES_DIR: workspacesFolder,
    ...sandboxSettings.shape,
  })
  .and(modelSettings);
