import type { Domain } from "../domain/domain.js";
import type { SharedCown } from "./shared-cown.js";

/** The shared cowns that this thread has, by domain and the numbers of their lines: each is one object, however often it arrives. */
const known = /* @__PURE__ */ new WeakMap<Domain, Map<number, WeakRef<object>>>();

let forgotten: FinalizationRegistry<() => void> | undefined;

export function know({ domain, line, record }: SharedCown): void {
  let cowns = known.get(domain);
  if (cowns === undefined) known.set(domain, (cowns = new Map<number, WeakRef<object>>()));
  const { number } = line;
  const reference = new WeakRef(record.cown);
  cowns.set(number, reference);
  const forget = (): void => {
    if (cowns.get(number) === reference) cowns.delete(number);
  };
  forgotten ??= new FinalizationRegistry((run) => run());
  forgotten.register(record.cown, forget);
}

export function knownCown(domain: Domain, number: number): object | undefined {
  return known.get(domain)?.get(number)?.deref();
}
