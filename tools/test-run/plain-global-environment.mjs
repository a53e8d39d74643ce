import vm from 'node:vm';
import NodeEnvironment from 'jest-environment-node';

/**
 * Node for specs as jest makes it, with a global object that is a plain one. Jest puts a proxy before it, so that every
 * `Math`, `Number` or `Promise` in a spec and in what it tests goes through traps: code that computes takes four times as
 * long. What the proxy is for, emptying the globals after a spec, is not needed where workers end with the run.
 */
export default class PlainGlobalEnvironment extends NodeEnvironment {
  constructor(config, context) {
    // The one thing that jest's constructor does not let a subclass choose; it runs without awaiting anything.
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
  }
}
