export { callText, specData, type Example, type FeatureSpec, type Parameter, type Signature } from './feature-spec.ts';
export { hasType, typeOf } from './infer-type.ts';
export { faultIn, faultText, type Answer, type Fault } from './judge-answer.ts';
export { isValue, parseValue, renderValue } from './json-value.ts';
export { isIdentifier, isModuleName, LONGEST_NAME } from './names.ts';
export { specOf } from './spec-of.ts';
export { elementOf, listOf, parseType, VALUE_TYPES, type ScalarType, type ValueType } from './value-type.ts';
export { sameValue, type Scalar, type Value } from './value.ts';
