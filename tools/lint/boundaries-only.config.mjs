import tseslint from 'typescript-eslint';
import { nxPlugin, sourceBoundaries, specBoundaries } from './boundaries.mjs';

/** The module boundaries and nothing else, without type information: for code that lies in no file. */
export default [
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nxPlugin },
    languageOptions: { parser: tseslint.parser },
    rules: { '@nx/enforce-module-boundaries': sourceBoundaries },
  },
  { files: ['**/*.spec.ts'], rules: { '@nx/enforce-module-boundaries': specBoundaries } },
];
