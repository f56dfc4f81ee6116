import { account, lend, makeJob, shared, type State } from "./index.js";
import { sleep } from "./elsewhere.js";

export async function fieldOfAParameter(state: State) {
  const { items } = state.job;
  await sleep(1);
  items.push(1); // ✗ no-borrow-across-await: 'items'
}
export async function fieldOfAParameterRight(state: State) {
  await sleep(1);
  state.job.items.push(1);
}

export async function pattern({ job }: State) {
  const { items } = job;
  await sleep(1);
  items.push(1); // ✗ no-borrow-across-await: 'items'
}

export async function imported() {
  const { items } = shared;
  await sleep(1);
  items.push(1); // ✗ no-borrow-across-await: 'items'
}

export class Service {
  constructor(private readonly state: State) {}
  async add() {
    const { items } = this.state.job;
    await sleep(1);
    items.push(1); // ✗ no-borrow-across-await: 'items'
  }
}

export function content() {
  return account.value; // ✗ no-unguarded-cown: The value of the cown 'account' is reached without a guard
}

export async function contentRight() {
  using held = await account.acquire();
  held.value.id = 2;
}

export function leaked() {
  const held = account.tryAcquire(); // ✗ require-dispose
  return held === undefined ? 0 : held.value.id;
}

export async function made() {
  const job = makeJob();
  await sleep(1);
  job.items.push(1);
}

export function lent(list: { kept?: unknown }) {
  list.kept = lend();
}
