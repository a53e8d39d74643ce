import type { ContainerRuntimeClient } from 'testcontainers';
import type { ServerName } from '../server.ts';
import { GIVEN_BY, IMAGE_BY, type Preference } from '../stack-choice.ts';
import { stackError } from '../stack-error.ts';
import { findEngine, haveImage } from './engine.ts';

/** What is used where the environment names no image: public ones, the broker of the same Kafka version as the embedded one. */
const PUBLIC_IMAGES: Readonly<Record<ServerName, string>> = {
  kafka: 'confluentinc/cp-kafka:8.2.1',
  registry: 'apicurio/apicurio-registry:3.0.9',
  database: 'postgres:18',
};

/** An engine with an image of every server that can run on it. */
export interface DockerOffer {
  readonly engine: ContainerRuntimeClient;
  readonly images: Readonly<Partial<Record<ServerName, string>>>;
}

/** What Docker can run of what is not given; undefined when it runs nothing. @throws STACK_FAILED when Docker is demanded, or a named image is missing */
export const dockerOffer = async (question: {
  readonly env: NodeJS.ProcessEnv;
  readonly preference: Preference | undefined;
  readonly progress: (message: string) => void;
}): Promise<DockerOffer | undefined> => {
  const { env, preference, progress } = question;
  const wanted = (['kafka', 'registry', 'database'] as const).filter((name) => !env[GIVEN_BY[name]]);
  if (preference === 'embedded' || wanted.length === 0) return undefined;
  const engine = await findEngine();
  if (engine === undefined) {
    if (preference === undefined) return undefined;
    throw stackError('Docker is asked for, and no engine answers', 'start it, or set TROUPE_STACK=embedded');
  }
  const images: Partial<Record<ServerName, string>> = {};
  for (const name of wanted) {
    const image = env[IMAGE_BY[name]] || PUBLIC_IMAGES[name];
    if (await haveImage(engine, image, progress)) images[name] = image;
    else if (env[IMAGE_BY[name]] || preference === 'docker') throw missingImage(name, image);
    else progress(`the image ${image} cannot be had: ${name} will run embedded`);
  }
  return { engine, images };
};

const missingImage = (name: ServerName, image: string): Error =>
  stackError(
    `The image ${image} is not on the Docker engine and cannot be fetched`,
    `build or pull it, or name another by ${IMAGE_BY[name]}, or set TROUPE_STACK=embedded`,
  );
