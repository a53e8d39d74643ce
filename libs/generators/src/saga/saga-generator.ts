import { everythingAfterwards } from '../afterwards.ts';
import type { Afterwards, FileTree } from '../file-tree.ts';
import { writeFiles } from '../write-files.ts';
import { sagaFiles } from './saga-files.ts';
import { planSaga, type SagaGeneratorOptions } from './saga-plan.ts';

/** `nx g saga`: a saga that the coordinator runs, its spec, and what it concludes. @throws TroupeError DEFINITION_INVALID */
export const sagaGenerator = async (tree: FileTree, options: SagaGeneratorOptions): Promise<Afterwards> => {
  await writeFiles(tree, sagaFiles(planSaga(tree, options)));
  return everythingAfterwards(tree.root, { install: false });
};
