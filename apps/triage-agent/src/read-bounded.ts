import { readFile, stat } from 'node:fs/promises';

/** The text of a file. What is too large is refused before it is read. @throws Error when it has more bytes, or cannot be read */
export const readBounded = async (path: string, mostBytes: number): Promise<string> => {
  const { size } = await stat(path);
  if (size > mostBytes) throw new Error(`it has ${size} bytes, and may have ${mostBytes}`);
  return readFile(path, 'utf8');
};
