import { TroupeError } from '@troupe/contracts';

/**
 * Stands for what an agent works with (a store, a repository, a model) where the agent is only described and never run. It
 * has the name that it is given and what stands in `known`; whatever else is asked of it throws DEFINITION_INVALID.
 */
export const standIn = <Port extends object>(
  name: string,
  known: { readonly [Property in keyof Port]?: Port[Property] | undefined } = {},
): Port => {
  const refuse = (property: string): never => {
    throw new TroupeError(
      'DEFINITION_INVALID',
      `'${property}' of ${name} is used while its agent is only described: use it in a handler, or give it to standIn`,
    );
  };
  // Whatever it does not have is refused, so nobody is shown a port that is none.
  return new Proxy({ name, ...known } as unknown as Port, {
    get: (target, property, receiver): unknown =>
      typeof property === 'symbol' || Reflect.has(target, property)
        ? Reflect.get(target, property, receiver)
        : refuse(property),
  });
};
