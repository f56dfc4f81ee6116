/** Behaviours that do what they should not. */
import type { MessagePort } from "node:worker_threads";
import { type Acquired, borrow, freeze, move, Region, registerType } from "../../../src/index.js";
import type { Account } from "./bank.js";

type Held = Acquired<Region<Account>>;

export function throwValue(account: Held, what: string): never {
  account.value.balance += 1;
  const thrown: Record<string, () => unknown> = {
    undefined: () => undefined,
    null: () => null,
    symbol: () => Symbol("own"),
    function: () => () => 1,
    "frozen error": () => freeze(new RangeError("frozen")),
    "error with a function": () => Object.assign(new Error("has more"), { retry: () => 1 }),
    handle: () => account.value,
    region: () => new Region({ n: 1 }),
    promise: () => Promise.resolve(1),
  };
  throw thrown[what]!();
}

type Emptiable = Acquired<Region<Account> | null>;

export function swap(a: Emptiable, b: Emptiable): void {
  const [first, second] = [a.value, b.value];
  a.value = null;
  b.value = first;
  a.value = second;
}

export function takeOut(a: Emptiable): Region<Account> {
  const region = a.value!;
  a.value = null;
  return move(region);
}

export function keepBorrow(a: Held): void {
  a.value.balance = -1;
  borrow(a.value);
}

export function returnFunction(a: Held): unknown {
  a.value.balance += 1;
  return () => 1;
}

/** Says that it has begun, and never ends. */
export async function hang(a: Held, begun: Gate): Promise<never> {
  a.value.balance = -1;
  begun.port.postMessage("begun");
  return new Promise(() => setInterval(() => undefined, 1000));
}
type Gate = Region<{ port: MessagePort }>;

/** A class that only the threads of the pool have registered. */
class OnlyHere {}

export function storeUnknown(a: Acquired<Region<Record<string, unknown>>>, b: Held): void {
  registerOnce();
  a.value.mine = new OnlyHere();
  b.value.balance = -1;
}

export function returnUnknown(a: Held): unknown {
  registerOnce();
  a.value.balance += 1;
  return new OnlyHere();
}

let isRegistered = false;
function registerOnce(): void {
  if (!isRegistered)
    registerType(OnlyHere, {
      movable: "opaque",
      codec: { name: "OnlyHere", encode: () => 1, decode: () => new OnlyHere() },
    });
  isRegistered = true;
}

export default { own: () => "own" };
