/**
 * Sources as users of the API would write them, of any length: services that keep regions, freeze settings, borrow,
 * hand work over through helpers, closures and loops, and transfer buffers. They contain no mistake.
 */

/** Ten sections, with `#` where a number keeps the names of one copy apart from those of the next, and `§` for `#`. */
const sections: readonly string[] = [
  `
interface Job# {
  readonly id: number;
  items: { name: string; weight: number; tags: string[] }[];
  total: number;
}

function createJob#(id: number, names: readonly string[]): Job# {
  const job = new Region<Job#>({ id, items: [], total: 0 });
  for (const name of names) {
    const weight = name.length * 2 + id;
    job.items.push({ name, weight, tags: [name.slice(0, 3), "new"] });
    job.total += weight;
  }
  if (job.total > 1000) {
    job.items.sort((a, b) => a.weight - b.weight);
    job.items.length = Math.min(job.items.length, 100);
  }
  return job;
}

export function dispatch#(port: MessagePort, names: readonly string[], limit: number): number {
  let sent = 0;
  for (let id = 0; id < limit; id++) {
    const job = createJob#(id, names);
    if (job.items.length === 0) continue;
    const { total } = job;
    send(port, job);
    sent += total;
  }
  return sent;
}
`,
  `
const defaults# = freeze({
  retries: 3,
  backoff: { base: 100, factor: 2, jitter: [0.1, 0.2] },
  endpoints: ["a", "b", "c"].map((name) => ({ name, url: \`https://\${name}.example/#\`, healthy: true })),
});

type Settings# = typeof defaults#;

/** Settings are frozen: changes start from a copy. */
export function withOverrides#(overrides: Partial<Settings#> | undefined): Settings# {
  if (overrides === undefined || Object.keys(overrides).length === 0) return defaults#;
  const next = thaw(defaults#);
  next.retries = overrides.retries ?? next.retries;
  for (const [index, endpoint] of (overrides.endpoints ?? []).entries()) {
    const known = next.endpoints[index];
    if (known) {
      known.url = endpoint.url;
      known.healthy = endpoint.healthy;
    } else {
      next.endpoints.push({ ...endpoint });
    }
  }
  next.backoff.jitter = next.backoff.jitter.map((each) => each / 2);
  return freeze(next);
}

export const delayOf# = (attempt: number, settings: Settings# = defaults#): number => {
  const { base, factor, jitter } = settings.backoff;
  const [low = 0, high = 1] = jitter;
  return base * factor ** attempt * (1 + low + Math.random() * (high - low));
};
`,
  `
class Inventory# {
  readonly §shelves = new Map<string, { count: number; reserved: number[] }>();
  private history: { at: number; what: string }[] = [];

  constructor(private readonly region: { log: string[]; open: boolean }) {}

  stock(name: string, count: number): void {
    const shelf = this.§shelves.get(name);
    if (shelf) shelf.count += count;
    else this.§shelves.set(name, { count, reserved: [] });
    this.history.push({ at: Date.now(), what: \`\${name} +\${String(count)}\` });
  }

  reserve(name: string, count: number): boolean {
    const shelf = this.§shelves.get(name);
    if (!shelf || shelf.count - shelf.reserved.length < count) return false;
    {
      using log = borrow(this.region.log);
      log.push(name);
      if (log.length > 1000) log.splice(0, 500);
    }
    for (let i = 0; i < count; i++) shelf.reserved.push(i);
    return true;
  }

  snapshot(): readonly { at: number; what: string }[] {
    const copy = this.history.map((entry) => ({ ...entry }));
    return freeze(copy);
  }
}

export function openInventory#(): Inventory# {
  const region = new Region({ log: [] as string[], open: true });
  return new Inventory#(region);
}
`,
  `
export async function render#(worker: Worker, frames: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const frame of frames) {
    const copy = new ArrayBuffer(frame.byteLength);
    const view = new Uint8Array(copy);
    view.set(frame);
    for (let i = 0; i < view.length; i += 4) {
      const grey = ((view[i] ?? 0) + (view[i + 1] ?? 0) + (view[i + 2] ?? 0)) / 3;
      view[i] = grey;
      view[i + 1] = grey;
      view[i + 2] = grey;
    }
    bytes += view.byteLength;
    worker.postMessage({ kind: "frame", copy }, [copy]);
  }
  return bytes;
}

export function openChannel#(worker: Worker, onMessage: (data: unknown) => void): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event) => {
    onMessage(event.data);
  };
  worker.postMessage({ kind: "open", port: port2 }, [port2]);
  port1.start();
  return port1;
}

export function split#(buffer: ArrayBuffer, parts: number): ArrayBuffer[] {
  const size = Math.ceil(buffer.byteLength / parts);
  const out: ArrayBuffer[] = [];
  for (let start = 0; start < buffer.byteLength; start += size) out.push(buffer.slice(start, start + size));
  return out;
}
`,
  `
interface Node# {
  value: number;
  left: Node# | undefined;
  right: Node# | undefined;
}

function insert#(root: Node# | undefined, value: number): Node# {
  if (root === undefined) return { value, left: undefined, right: undefined };
  if (value < root.value) root.left = insert#(root.left, value);
  else root.right = insert#(root.right, value);
  return root;
}

function depth#(root: Node# | undefined): number {
  return root === undefined ? 0 : 1 + Math.max(depth#(root.left), depth#(root.right));
}

export function buildTree#(values: Iterable<number>): Readonly<Node#> | undefined {
  let root: Node# | undefined;
  for (const value of values) root = insert#(root, value);
  if (root === undefined) return undefined;
  const region = new Region({ tree: root, depth: depth#(root) });
  const moved = move(region);
  moved.depth += 1;
  return freeze(dissolve(moved).tree);
}

export function* walk#(node: Readonly<Node#> | undefined): Generator<number> {
  if (node === undefined) return;
  yield* walk#(node.left);
  yield node.value;
  yield* walk#(node.right);
}
`,
  `
type Event# =
  | { readonly type: "add"; readonly item: string }
  | { readonly type: "remove"; readonly index: number }
  | { readonly type: "rename"; readonly index: number; readonly name: string }
  | { readonly type: "clear" };

interface State# {
  readonly items: readonly string[];
  readonly revision: number;
}

export function reduce#(state: State#, event: Event#): State# {
  switch (event.type) {
    case "add":
      return freeze({ items: [...state.items, event.item], revision: state.revision + 1 });
    case "remove": {
      const items = state.items.slice();
      items.splice(event.index, 1);
      return freeze({ items, revision: state.revision + 1 });
    }
    case "rename": {
      const items = [...state.items];
      items[event.index] = event.name;
      return freeze({ ...state, items, revision: state.revision + 1 });
    }
    case "clear":
      return freeze({ items: [], revision: 0 });
    default:
      return state;
  }
}

export function createStore#(initial: State#): { dispatch: (event: Event#) => void; get: () => State# } {
  let state = freeze(initial);
  const listeners = new Set<(state: State#) => void>();
  return {
    get: () => state,
    dispatch: (event) => {
      state = reduce#(state, event);
      listeners.forEach((listener) => {
        listener(state);
      });
    },
  };
}
`,
  `
export function transferAll#(port: MessagePort, buffers: readonly ArrayBuffer[], urgent: boolean): void {
  const pending: ArrayBuffer[] = [];
  for (const buffer of buffers) {
    if (buffer.byteLength === 0) continue;
    pending.push(buffer.slice(0));
  }
  try {
    if (urgent && pending.length > 0) {
      port.postMessage({ urgent, count: pending.length }, pending);
    } else {
      for (const each of buffers) port.postMessage(each.slice(0));
    }
  } catch (error) {
    console.error("cannot transfer", error, buffers.length);
    throw error;
  } finally {
    console.log("done");
  }
}

function take#(queue: { pending: { id: number; payload: number[] }[] }): { id: number; payload: number[] } | undefined {
  const next = queue.pending.shift();
  if (next && next.payload.length === 0) return undefined;
  return next;
}

export function drain#(queue: { pending: { id: number; payload: number[] }[] }, port: MessagePort): number {
  let count = 0;
  for (let job = take#(queue); job !== undefined; job = take#(queue)) {
    const region = new Region(job);
    region.payload.push(count);
    send(port, move(region));
    count++;
  }
  return count;
}
`,
  `
const registry# = new Map<string, { handlers: ((value: number) => void)[]; frozen: boolean }>();

export function register#(name: string, handler: (value: number) => void): () => void {
  const entry = registry#.get(name) ?? { handlers: [], frozen: false };
  entry.handlers.push(handler);
  registry#.set(name, entry);
  return () => {
    const index = entry.handlers.indexOf(handler);
    if (index >= 0) entry.handlers.splice(index, 1);
  };
}

export function publish#(name: string, values: number[]): number {
  const entry = registry#.get(name);
  if (entry === undefined || entry.frozen) return 0;
  const shared = freeze(values.map((value) => value * 2));
  let called = 0;
  for (const handler of entry.handlers) {
    for (const value of shared) {
      if (Number.isNaN(value)) break;
      handler(value);
      called += 1;
    }
  }
  return called;
}

export const statistics# = (values: readonly number[]): { mean: number; max: number; byDecade: Map<number, number[]> } => {
  const byDecade = new Map<number, number[]>();
  let sum = 0;
  let max = -Infinity;
  for (const value of values) {
    sum += value;
    max = Math.max(max, value);
    const decade = Math.floor(value / 10);
    const bucket = byDecade.get(decade);
    if (bucket) bucket.push(value);
    else byDecade.set(decade, [value]);
  }
  return { mean: values.length === 0 ? 0 : sum / values.length, max, byDecade };
};
`,
  `
interface Account# {
  id: string;
  balance: number;
  entries: { amount: number; note: string }[];
}

function book#(account: Account#, amount: number, note: string): void {
  account.entries.push({ amount, note });
  account.balance += amount;
}

function settle#(from: Account#, to: Account#, amount: number): boolean {
  if (from.balance < amount || from === to) return false;
  book#(from, -amount, \`to \${to.id}\`);
  book#(to, amount, \`from \${from.id}\`);
  return true;
}

export async function transferMoney#(load: (id: string) => Promise<Account#>, port: MessagePort, ids: string[]) {
  const [from, to] = await Promise.all(ids.map((id) => load(id)));
  if (from === undefined || to === undefined) throw new Error("no such account");
  const ledger = new Region({ from, to, log: [] as string[] });
  const ok = borrow(ledger, (open) => {
    const done = settle#(open.from, open.to, 100);
    open.log.push(done ? "settled" : "refused");
    return done;
  });
  if (!ok) {
    ledger.log.push("returned");
    return { ok, balance: ledger.from.balance };
  }
  const balance = ledger.from.balance;
  const packed = move(ledger);
  packed.log.push("sent");
  send(port, packed);
  return { ok, balance };
}
`,
  `
export function parse#(text: string): readonly { readonly key: string; readonly values: readonly string[] }[] {
  const sections: { key: string; values: string[] }[] = [];
  let current: { key: string; values: string[] } | undefined;
  let line = "";
  for (let i = 0; i <= text.length; i++) {
    const c = text[i];
    if (c !== undefined && c !== "\\n") {
      line += c;
      continue;
    }
    const trimmed = line.trim();
    line = "";
    if (trimmed === "" || trimmed.startsWith(";")) continue;
    if (trimmed.startsWith("[") && trimmed.endsWith("]")) {
      current = { key: trimmed.slice(1, -1), values: [] };
      sections.push(current);
    } else if (current === undefined) {
      throw new SyntaxError(\`value outside a section: \${trimmed}\`);
    } else {
      const [head, ...rest] = trimmed.split("=");
      current.values.push(rest.length === 0 ? (head ?? "") : rest.join("="));
    }
  }
  sections.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return Object.freeze(sections.map((section) => Object.freeze(section)));
}

export function lookup#(sections: ReturnType<typeof parse#>, key: string): string | undefined {
  const found = sections.find((section) => section.key === key);
  return found?.values.at(-1) ?? (key === "default" ? "#" : undefined);
}
`,
];

const head = `import { Region, borrow, dissolve, freeze, move, thaw } from "regions-runtime";
import { send } from "regions-runtime/threads";
`;

const linesIn = (text: string): number => text.split("\n").length - 1;

/** A TypeScript file of at least `lines` lines, and at most one section more. */
export function apiSource(lines: number): string {
  const parts = [head];
  let length = linesIn(head);
  for (let copy = 0; length < lines; copy++) {
    const part = sections[copy % sections.length]!.replaceAll("#", String(copy)).replaceAll("§", "#");
    parts.push(part);
    length += linesIn(part);
  }
  return parts.join("");
}
