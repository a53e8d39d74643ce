export { checkNames, checkSchema } from './check-schema.ts';
export { parseSchema, readSchemas } from './generate.ts';
