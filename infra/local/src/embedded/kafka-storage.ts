import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jvmFlags } from '../jvm-settings.ts';
import { stackError } from '../stack-error.ts';
import { keepCopy } from './keep-copy.ts';

const run = promisify(execFile);

/** The storage of a new broker. */
export interface KafkaStorage {
  readonly java: string;
  readonly jars: string;
  /** The file with the broker's configuration, of which this is part: */
  readonly properties: string;
  readonly nodeId: number;
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

const FORMAT_WITHIN_MS = 90_000;
/** The features that a cluster begins with: the same for all of a version. */
const CHECKPOINT = 'bootstrap.checkpoint';

/**
 * Formats the storage of a broker. Kafka's own tool does it for the first broker of these jars; for later ones its checkpoint
 * is copied and they get ids of their own, which spares a JVM. @throws STACK_FAILED
 */
export const formatStorage = async (storage: KafkaStorage): Promise<void> => {
  const { jars, dataDir } = storage;
  const kept = join(jars, CHECKPOINT);
  if (existsSync(kept)) return formatLike(kept, storage);
  await formatByTool(storage);
  keepCopy(join(dataDir, CHECKPOINT), kept);
};

/** An id as Kafka makes them: 16 bytes. A leading dash would be taken for an option. */
const newId = (): string => `T${randomBytes(16).toString('base64url').slice(1, 22)}`;

const formatLike = (checkpoint: string, { dataDir, nodeId }: KafkaStorage): void => {
  mkdirSync(dataDir, { recursive: true });
  copyFileSync(checkpoint, join(dataDir, CHECKPOINT));
  const meta = ['version=1', `node.id=${nodeId}`, `cluster.id=${newId()}`, `directory.id=${newId()}`];
  writeFileSync(join(dataDir, 'meta.properties'), meta.map((line) => `${line}\n`).join(''));
};

const formatByTool = async ({ java, jars, properties, env, signal }: KafkaStorage): Promise<void> => {
  const tool = ['-cp', join(jars, '*'), 'kafka.tools.StorageTool', 'format'];
  try {
    await run(java, [...jvmFlags('short'), ...tool, '-t', newId(), '-c', properties], {
      env,
      signal,
      timeout: FORMAT_WITHIN_MS,
    });
  } catch (error) {
    signal.throwIfAborted();
    const said = (error as { stderr?: string }).stderr?.trim() ?? '';
    throw stackError(`Kafka's storage could not be formatted: ${said}`, 'check that the folder can be written', error);
  }
};
