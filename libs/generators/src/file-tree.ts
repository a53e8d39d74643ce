/** The repository as a generator sees it: what it writes lies there once the generator has ended. nx's own tree is one. */
export interface FileTree {
  /** The folder of the repository. */
  readonly root: string;
  exists(path: string): boolean;
  read(path: string, encoding: 'utf8'): string | null;
  write(path: string, content: string): void;
  /** The names of what lies in a folder. */
  children(folder: string): string[];
}

/** What a generator writes: text by path from the root of the repository. */
export type Files = Readonly<Record<string, string>>;

/** What nx does once the files lie there. */
export type Afterwards = () => void;
