import { assertReadable } from "./dead.js";
import type { Call } from "./on-handles.js";
import { viewIn } from "./view.js";

/**
 * An iterator over what an object with hidden state holds, that shows handles and ends with them.
 *
 * @param pairs it yields pairs of values
 */
export function guardIterator({ access, face }: Call, native: Iterator<unknown>, pairs = false): Iterator<unknown> {
  const show = (value: unknown): unknown => viewIn(access, face, undefined, value);
  const shown = ({ done, value }: { done?: boolean; value: unknown }): IteratorResult<unknown> => ({
    value: pairs && done !== true ? (value as unknown[]).map(show) : show(value),
    done: done === true,
  });
  const guard =
    (step: (value: never) => IteratorResult<unknown>) =>
    (value: unknown): unknown => {
      assertReadable(access, face, "continue to iterate over an object");
      const result = Reflect.apply(step, native, [value]) as IteratorResult<unknown> | Promise<IteratorResult<unknown>>;
      return result instanceof Promise ? result.then(shown) : shown(result);
    };
  const steps = Object.create(Object.getPrototypeOf(native) as object) as object;
  for (const name of ["next", "return", "throw"] as const) {
    const step = Reflect.get(native, name) as ((value: never) => IteratorResult<unknown>) | undefined;
    if (step !== undefined)
      Object.defineProperty(steps, name, { value: guard(step), writable: true, configurable: true });
  }
  return steps as Iterator<unknown>;
}
