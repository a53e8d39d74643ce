export { fieldChanges, type FieldChange } from './field-changes.ts';
export { keepersOf, type Keepers } from './keepers.ts';
export { misfit } from '../rules/schemas.ts';
