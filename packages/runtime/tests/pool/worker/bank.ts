import { once } from "node:events";
import type { MessagePort } from "node:worker_threads";
import {
  freeze,
  isFrozen,
  isRegion,
  move,
  Region,
  RegionError,
  registerType,
  when,
  type Acquired,
  type AcquiredForReading,
  type Cown,
} from "../../../src/index.js";
import "../../threads/worker/point.js"; // registers it
import type { Point } from "../../threads/worker/point.js";

export interface Account {
  balance: number;
  history?: string[];
}
type Held = Acquired<Region<Account>>;

export function transfer(from: Held, to: Held, amount: number): number {
  if (from.value.balance < amount) throw new RangeError(`only ${from.value.balance} left`);
  from.value.balance -= amount;
  to.value.balance += amount;
  return from.value.balance;
}

export function deposit(account: Held, amount: number): void {
  account.value.balance += amount;
}

/** Changes the account, and then finds that this was wrong. */
export function depositAndThrow(account: Held, amount: number): void {
  account.value.balance += amount;
  throw new BankError("the bank is closed", 5);
}

/** A class that no thread has registered. */
class BankError extends Error {
  constructor(
    message: string,
    readonly opensIn: number,
  ) {
    super(message);
    this.name = "BankError";
  }
}

export class Overdrawn extends Error {
  constructor(readonly missing: number) {
    super(`${missing} are missing`);
    this.name = "Overdrawn";
  }
}
registerType(Overdrawn, {
  movable: "opaque",
  codec: {
    name: "Overdrawn",
    encode: ({ missing }) => missing,
    decode: (missing) => new Overdrawn(missing as number),
  },
});

export function withdraw(account: Held, amount: number): void {
  const missing = amount - account.value.balance;
  if (missing > 0) throw new Overdrawn(missing);
  account.value.balance -= amount;
}

export function increment(counter: Acquired<number>): number {
  return (counter.value += 1);
}

export function total(...accounts: AcquiredForReading<Region<Account>>[]): number {
  return accounts.reduce((sum, { value }) => sum + value.balance, 0);
}

export function writeWhileReading(account: AcquiredForReading<Region<Account>>): void {
  (account.value as unknown as Account).balance = 0;
}

export function leakHandle(account: Held): unknown {
  return account.value;
}

/** Cannot go back: functions do not travel. */
export function storeFunction(account: Held): void {
  account.value.balance = -1;
  (account.value as unknown as { onChange: unknown }).onChange = () => undefined;
}

export function die(account: Held): void {
  account.value.balance = -1;
  process.exit(3);
}

export function split(account: Held): Region<Account>[] {
  const half = account.value.balance / 2;
  account.value.balance = 0;
  return [new Region<Account>({ balance: half }), new Region<Account>({ balance: half })];
}

export function describeArguments(
  _: Acquired<null>,
  job: Region<{ point: Point }>,
  config: unknown,
  n: number,
): unknown {
  return { region: isRegion(job), length: job.point.length, frozen: isFrozen(config), n };
}

export function giveJob(job: Region<{ n: number }>): Region<{ n: number }> {
  job.n += 1;
  return move(job);
}

export async function countIn(_: Acquired<null>, counter: Cown<number>): Promise<void> {
  await when(counter, (guard) => void (guard.value += 1));
}

export function frozenResult(): unknown {
  return freeze({ list: [1, 2] });
}

/** Says that it has come, and waits until another has. */
export async function meet(_: Acquired<Region<Account>>, gate: Region<{ port: MessagePort }>): Promise<unknown> {
  const { port } = gate;
  const other = once(port, "message");
  port.postMessage("here");
  const [message] = (await other) as unknown[];
  port.close();
  return message;
}

export function refuse(): never {
  throw new RegionError("ERR_NOT_FREE", "as if it were not free", { path: "$.a" });
}

export function throwText(): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- what programs do
  throw "text";
}

export const answer = 42;
