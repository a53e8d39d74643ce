export { createWorkspaces } from './create-workspaces.ts';
export type { Author } from './git-environment.ts';
export type { FilesToCommit, WorkspaceFile } from './commit-files.ts';
export type { Merge, MergeRequest } from './merge-forward.ts';
export type { FilesRequest } from './read-files.ts';
export type { Workspace, Workspaces, WorkspacesOptions } from './workspaces.ts';
export { workspacesFolder } from './workspaces-folder.ts';
