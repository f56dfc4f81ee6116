import type { Snapshot } from "regions-runtime/diagram";
import { describe, expect, test } from "vitest";
import { LIMITS, type RunEvent } from "../../playground/messages.ts";
import { createReader } from "../../playground/page/events.ts";
import { createTeller } from "../../playground/sandbox/teller.ts";

const snapshot: Snapshot = {
  nodes: [{ id: "list", kind: "variable", name: "list" }],
  edges: [{ from: "list", to: "list", kind: "reference", label: "" }],
  regions: [],
};
const failure = { name: "Error", message: "why", stack: "at line 1" };

/** What the page gets of what the sandbox tells. */
function heard(run: (teller: ReturnType<typeof createTeller<Snapshot>>) => void) {
  const read = createReader((text) => text);
  const events: (RunEvent<Snapshot> | undefined)[] = [];
  run(createTeller((json) => events.push(read(json))));
  return events;
}

describe("What the sandbox tells of a program", () => {
  test("is what happened", () => {
    const events = heard((teller) => {
      teller.print("warn", "hello");
      teller.step(3, () => snapshot);
      teller.end({ ...failure, code: "ERR_FROZEN" });
    });
    expect(events).toEqual([
      { type: "print", level: "warn", text: "hello" },
      { type: "step", line: 3, snapshot },
      { type: "end", failure: { ...failure, code: "ERR_FROZEN" }, more: { steps: 0, prints: 0 } },
    ]);
  });

  test("has an end, however much there is, which says how much was left out", () => {
    let taken = 0;
    const take = (): Snapshot => {
      taken++;
      return snapshot;
    };
    const events = heard((teller) => {
      for (let count = 0; count < 1000; count++) {
        teller.print("log", "again");
        teller.step(1, take);
      }
      teller.end();
    });
    expect(events).toHaveLength(LIMITS.steps + LIMITS.prints + 1);
    expect(events.at(-1)).toEqual({ type: "end", more: { steps: 700, prints: 500 } });
    expect(taken).toBe(LIMITS.steps);
  });

  test("leaves out what is too large, and cuts long texts", () => {
    const large = { ...snapshot, title: "x".repeat(LIMITS.total / 3) };
    const events = heard((teller) => {
      for (let count = 0; count < 4; count++) teller.step(1, () => large);
      teller.print("log", "y".repeat(1_000_000));
      teller.end({ ...failure, message: "z".repeat(1_000_000) });
    });
    expect(events.map((event) => event?.type)).toEqual(["step", "step", "print", "end"]);
    expect(events[2]).toMatchObject({ text: `${"y".repeat(LIMITS.text - 1)}…` });
    expect(events[3]).toMatchObject({ more: { steps: 2, prints: 0 } });
  });
});

describe("The page refuses", () => {
  const step = { type: "step", line: 1, snapshot };
  test.each([
    ["what is no text", { type: "end" }],
    ["what is no JSON", "{"],
    ["nothing", "null"],
    ["an event that there is not", { type: "html" }],
    ["a level that there is not", { type: "print", level: "html", text: "" }],
    ["a print without text", { type: "print", level: "log", text: {} }],
    ["a text that is too long", { type: "print", level: "log", text: "x".repeat(LIMITS.text + 1) }],
    ["a line before the first", { ...step, line: 0 }],
    ["a line that is none", { ...step, line: 1.5 }],
    ["a step without snapshot", { type: "step", line: 1 }],
    ["nodes that are no list", { ...step, snapshot: { ...snapshot, nodes: {} } }],
    ["a node that is none", { ...step, snapshot: { ...snapshot, nodes: [null] } }],
    ["an edge that leads nowhere", { ...step, snapshot: { ...snapshot, edges: [{ from: "list" }] } }],
    ["a failure that is a text", { type: "end", failure: "why" }],
    ["a code that is none", { type: "end", failure: { ...failure, code: {} } }],
    ["a number that is none", { type: "end", more: { steps: "1", prints: 0 } }],
  ])("%s", (what, event) => {
    const isRaw = typeof event === "string" || what === "what is no text";
    expect(createReader((text) => text)(isRaw ? event : JSON.stringify(event))).toBeUndefined();
  });

  test("more than there may be of each", () => {
    const read = createReader((text) => text);
    const taken = (event: object, count: number): number =>
      Array.from({ length: count }, () => read(JSON.stringify(event))).filter((each) => each !== undefined).length;
    expect(taken(step, 1000)).toBe(LIMITS.steps);
    expect(taken({ type: "print", level: "log", text: "" }, 1000)).toBe(LIMITS.prints);
    expect(taken({ type: "end" }, 2)).toBe(1);
  });

  test("more than the memory is for", () => {
    const read = createReader((text) => text);
    const large = JSON.stringify({ ...step, snapshot: { ...snapshot, title: "x".repeat(LIMITS.total / 2) } });
    expect([read(large)?.type, read(large)]).toEqual(["step", undefined]);
  });
});
