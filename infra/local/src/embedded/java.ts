import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stackError } from '../stack-error.ts';

const run = promisify(execFile);

/** Kafka 4 and Apicurio 3.0 need at least this. */
const OLDEST = 17;
const HOW_TO_GET_IT =
  `install a Java runtime of version ${OLDEST} or newer (Debian and Ubuntu: apt-get install openjdk-17-jre-headless; ` +
  `macOS: brew install openjdk@17) or set JAVA_HOME to one; or use servers of your own by KAFKA_BROKERS and ` +
  `SCHEMA_REGISTRY_URL; or start Docker`;

/** The major version in what `java -version` prints, or undefined when there is none: `"17.0.15"` is 17, `"1.8.0_392"` is 8. */
export const javaMajorVersion = (output: string): number | undefined => {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(output) ?? [];
  if (first === undefined) return undefined;
  return Number(first === '1' && second !== undefined ? second : first);
};

/** A Java that servers can run in. */
export interface Java {
  readonly command: string;
  /** All that it says about its version. */
  readonly version: string;
}

/** Java: of JAVA_HOME when it is set, of the path otherwise. @throws STACK_FAILED none, or too old */
export const findJava = async (env: NodeJS.ProcessEnv): Promise<Java> => {
  const command = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : 'java';
  // `java -version` writes to stderr.
  const output = await run(command, ['-version'], { env, timeout: 30_000 }).then(
    ({ stderr }) => stderr,
    (error: unknown) => {
      throw stackError(`Java cannot be run (${command})`, HOW_TO_GET_IT, error);
    },
  );
  const version = javaMajorVersion(output);
  if (version === undefined || version < OLDEST)
    throw stackError(`Java ${version ?? 'of an unknown version'} (${command}) is too old for Kafka`, HOW_TO_GET_IT);
  return { command, version: output };
};
