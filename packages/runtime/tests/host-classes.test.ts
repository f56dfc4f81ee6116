import { describe, expect, it } from "vitest";
import { Region, registerType } from "../src/index.js";
import { regionError } from "./errors.js";

class Signals extends EventTarget {}

describe("What the host made and knows by its identity or private state is refused with ERR_NOT_MOVABLE", () => {
  it.each([
    ["URL", new URL("http://example.org/")],
    ["AbortController", new AbortController()],
    ["Headers", new Headers()],
    ["TextEncoder", new TextEncoder()],
    ["Signals", new Signals()],
  ])("%s, with a word of registerType", (name, value) => {
    const { path, message } = regionError("ERR_NOT_MOVABLE", () => new Region({ list: [value] }));
    expect(path).toBe("$.list[0]");
    expect(message).toContain(`registerType(${name}, { movable: "opaque" })`);
  });

  it.each([
    ["a timeout", () => setTimeout(() => undefined)],
    ["an interval", () => setInterval(() => undefined)],
    ["an immediate", () => setImmediate(() => undefined)],
  ])("%s, and nothing of the host's list is adopted", (_, start) => {
    const timers = [start(), start()] as NodeJS.Timeout[];
    const region = new Region<{ timer?: unknown }>();
    const { message } = regionError("ERR_NOT_MOVABLE", () => (region.timer = timers[0]));
    expect(message).toContain("timer");
    expect(region.timer).toBe(undefined);
    for (const timer of timers) clearTimeout(timer);
  });
});

describe("A region owns", () => {
  it("an instance of a class of the host that is registered as opaque", () => {
    registerType(URLSearchParams, { movable: "opaque" });
    const region = new Region({ query: new URLSearchParams("a=1") });
    region.query.append("b", "2");
    expect(region.query.toString()).toBe("a=1&b=2");
  });

  it("instances of classes of the program, also where it made them global, or calls them like a timer", () => {
    class Job {
      n = 1;
    }
    class Timeout {
      ms = 2;
      unref(): void {
        this.ms = 0;
      }
    }
    Object.assign(globalThis, { Job });
    const region = new Region({ job: new Job(), timeout: new Timeout() });
    region.timeout.unref();
    expect([region.job.n, region.timeout.ms]).toEqual([1, 0]);
    Reflect.deleteProperty(globalThis, "Job");
  });

  it("Buffers, whose class is the host's and adds methods only", () => {
    expect(new Region({ bytes: Buffer.from("ab") }).bytes.toString()).toBe("ab");
  });
});
