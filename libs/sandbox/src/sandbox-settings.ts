import { z } from 'zod';
import type { SandboxOptions } from './ground.ts';

/** What a service that runs generated code reads from its environment; each is found by itself when nobody says it. */
export const sandboxSettings = z.object({
  SANDBOX_FOLDER: z.string().startsWith('/', 'must be an absolute path').optional(),
  SANDBOX_CGROUP: z.string().startsWith('/', 'must be a path in the tree of cgroups, such as /troupe').optional(),
  SANDBOX_USER: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1, 'must not be root')
    .max(4_294_967_294, 'must be the number of a user')
    .optional(),
});

/** Where and as whom runs are made, as the environment says. */
export const sandboxOptions = (settings: z.infer<typeof sandboxSettings>): SandboxOptions => ({
  folder: settings.SANDBOX_FOLDER,
  cgroup: settings.SANDBOX_CGROUP,
  user: settings.SANDBOX_USER,
});
