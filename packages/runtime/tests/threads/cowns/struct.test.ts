import { describe, expect, it } from "vitest";
import { Cown, read, Region, when } from "../../../src/index.js";
import { pack, recover, struct, unpack } from "../../../src/threads.js";
import { regionError, rejection } from "../../errors.js";
import { shared, startAll, startOne } from "./threads.js";

const account = () => struct({ balance: "f64", hits: "i32", live: "bool", name: "string(8)" }, { balance: 10 });

describe("A struct in a cown", { timeout: 20_000 }, () => {
  it("is read and written through guards only", async () => {
    const fields = account();
    fields.name = "new";
    const cown = new Cown(fields, { name: "account" });
    expect(regionError("ERR_USE_AFTER_MOVE", () => fields.name).message).toContain('it was given to cown "account"');
    const kept = await when(cown, (guard) => {
      guard.value.balance += 5;
      guard.value = guard.value;
      return [guard.value];
    });
    regionError("ERR_INVALIDATED", () => kept[0]!.balance);
    expect(await when(cown, ({ value }) => ({ ...value }))).toEqual({ balance: 15, hits: 0, live: false, name: "new" });
  });

  it("can be read by several together, who cannot write", async () => {
    const cown = new Cown(account());
    const both = [read(cown), read(cown)].map((reading) =>
      when(reading, async ({ value }) => {
        await Promise.resolve();
        regionError("ERR_READ_ONLY", () => ((value as { hits: number }).hits = 1));
        return value.balance;
      }),
    );
    expect(await Promise.all(both)).toEqual([10, 10]);
    const [dead] = await when(read(cown), ({ value }) => [value]);
    regionError("ERR_INVALIDATED", () => dead!.hits);
  });

  it("belongs to one cown", () => {
    const fields = account();
    const first = new Cown(fields);
    expect(regionError("ERR_USE_AFTER_MOVE", () => new Cown(fields)).message).toContain("it was given to a cown");
    using held = first.tryAcquire()!;
    regionError("ERR_COWN_CONTENT", () => new Cown(held.value));
  });

  it("is no content for regions, and cannot be sent but in a cown", () => {
    regionError("ERR_NOT_MOVABLE", () => new Region({ fields: account() }));
    regionError("ERR_NOT_SENDABLE", () => pack(account()));
  });

  it("is the same memory in all threads, which lose no increment", async () => {
    const cown = new Cown(struct({ n: "i32" }));
    const threads = await startAll(2, { cown });
    await Promise.all(threads.map((thread) => thread.tell("count", { times: 2000 })));
    expect(await when(read(cown), ({ value }) => value.n)).toBe(4000);
  });

  it("shows each thread what another one released", async () => {
    const cown = new Cown(account());
    const thread = await startOne({ cown });
    expect(
      await thread.run(`return when(cowns.cown, ({ value }) => {
        Object.assign(value, { balance: 0.5, hits: -1, live: true, name: "héß" });
        return value.balance;
      })`),
    ).toBe(0.5);
    expect(await when(cown, ({ value }) => ({ ...value }))).toEqual({
      balance: 0.5,
      hits: -1,
      live: true,
      name: "héß",
    });
  });

  it("is after the death of its holder what it was at the last release", async () => {
    const cown = new Cown(account());
    const thread = await startOne({ cown });
    await thread.tell("hold", { change: "guard.value.balance = 1; guard.value.hits = 1" });
    await thread.worker.terminate();
    await rejection("ERR_OWNER_LOST", cown.acquire());
    using guard = await recover(cown);
    expect([guard.value.balance, guard.value.hits]).toEqual([10, 0]);
  });

  it("can make way for another one with the same fields, or for something else, and come back", async () => {
    const cown = new Cown<any>(account());
    const thread = await startOne({ cown });
    await when(cown, (guard) => void (guard.value = struct({ balance: "f64", hits: "i32", live: "bool", name: "string(8)" }, { hits: 7 }))); // prettier-ignore
    expect(await thread.run("return when(cowns.cown, ({ value }) => [value.balance, value.hits])")).toEqual([0, 7]);
    await thread.run("await when(cowns.cown, (guard) => { guard.value = 'text'; })");
    expect(await when(cown, (guard) => guard.value)).toBe("text");
    await when(cown, (guard) => void (guard.value = account()));
    expect(await thread.run("return when(cowns.cown, ({ value }) => [value.balance, value.hits])")).toEqual([10, 0]);
  });

  it("with other fields is refused when it is released, and the cown keeps what it had", async () => {
    const cown = shared(new Cown<any>(account()));
    await rejection(
      "ERR_NOT_SENDABLE",
      when(cown, (guard) => void (guard.value = struct({ other: "i32" }))),
    );
    expect(await when(cown, ({ value }) => value.balance)).toBe(10);
  });

  it("that is malformed is refused", () => {
    const { message } = pack(new Cown(account())) as { message: any };
    for (const change of [
      { memory: new ArrayBuffer(8) },
      { memory: new SharedArrayBuffer(8) },
      { fields: [["balance", "f63"]] },
      { fields: [["balance"]] },
      { fields: [] },
      { fields: new Array(2 ** 32 - 1) },
      { fields: undefined },
    ]) {
      const [resource] = message.resources;
      const broken = { ...message, resources: [{ ...resource, struct: { ...resource.struct, ...change } }] };
      regionError("ERR_BAD_PACKET", () => unpack(broken));
    }
    for (const change of [
      { index: 64 },
      { index: -1 },
      { page: new SharedArrayBuffer(8) },
      { domain: new SharedArrayBuffer(8) },
      { memory: undefined },
      { name: 1 },
    ])
      regionError("ERR_BAD_PACKET", () => unpack({ ...message, resources: [{ ...message.resources[0], ...change }] }));
    expect(unpack(message)).toBeInstanceOf(Cown);
  });
});
