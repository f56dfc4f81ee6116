import { describe, expect, it } from "vitest";
import { borrow, move, Region } from "../../src/index.js";
import { diff, snapshot, toDot, toMermaid } from "../../src/diagram.js";

const jobsRegion = (): Region<any> => new Region<any>({ queue: [{ id: 1 }, { id: 2 }] }, { name: "jobs" });
const none = { added: [], removed: [], changed: [] };

describe("What a diff tells", () => {
  it("Between the same there is no difference", () => {
    const jobs = jobsRegion();
    const { nodes, edges, regions } = diff(snapshot({ jobs }), snapshot({ jobs }));
    expect({ nodes, edges, regions }).toEqual({ nodes: none, edges: none, regions: none });
  });

  it("What was added and removed, with its references", () => {
    const jobs = jobsRegion();
    const before = snapshot({ jobs });
    jobs.done = { at: 0 };
    jobs.queue.pop();
    const { nodes, edges } = diff(before, snapshot({ jobs }));
    expect(nodes.added.map(({ id }) => id)).toEqual(["jobs.done"]);
    expect(nodes.removed.map(({ id }) => id)).toEqual(["jobs.queue[1]"]);
    expect(edges.added).toMatchObject([{ from: "jobs", to: "jobs.done", label: "done" }]);
    expect(edges.removed).toMatchObject([{ from: "jobs.queue", to: "jobs.queue[1]", label: "[1]" }]);
  });

  it("A field that holds a primitive is a change of its object", () => {
    const jobs = jobsRegion();
    const before = snapshot({ jobs });
    jobs.queue[0].id = 7;
    expect(diff(before, snapshot({ jobs })).nodes.changed).toMatchObject([
      { before: { fields: [["id", "1"]] }, after: { id: "jobs.queue[0]", fields: [["id", "7"]] } },
    ]);
  });

  it("An object that is reached by another path is still the same", () => {
    const jobs = jobsRegion();
    const before = snapshot({ jobs });
    jobs.queue.shift();
    const { nodes, edges } = diff(before, snapshot({ jobs }));
    expect(nodes.removed.map(({ id }) => id)).toEqual(["jobs.queue[0] (before)"]);
    expect(nodes.added).toEqual([]);
    expect(edges.removed.map(({ label }) => label)).toEqual(["[0]", "[1]"]);
    expect(edges.added.map(({ label }) => label)).toEqual(["[0]"]);
  });

  it("A region that was moved to another variable is still the same", () => {
    const jobs = jobsRegion();
    const before = snapshot({ jobs });
    const mine = move(jobs);
    const { nodes, regions } = diff(before, snapshot({ jobs, mine }));
    expect(nodes.added.map(({ kind }) => kind)).toEqual(["variable", "dead handle"]);
    expect(nodes.removed).toEqual([]);
    expect(regions).toEqual(none);
  });

  it("A borrow opens the region", () => {
    const jobs = jobsRegion();
    const before = snapshot({ jobs });
    using _queue = borrow(jobs.queue);
    const { nodes, edges, regions } = diff(before, snapshot({ jobs }));
    expect(nodes.added).toMatchObject([{ kind: "borrow" }]);
    expect(edges.added).toMatchObject([{ kind: "borrow", blocks: true }]);
    expect(regions.changed).toMatchObject([{ before: { state: "closed" }, after: { state: "open", borrowCount: 2 } }]);
  });

  it("Snapshots that went through JSON are compared by ids", () => {
    const jobs = jobsRegion();
    const before = JSON.parse(JSON.stringify(snapshot({ jobs }))) as ReturnType<typeof snapshot>;
    jobs.queue.shift();
    const { nodes } = diff(before, snapshot({ jobs }));
    expect(nodes.removed.map(({ id }) => id)).toEqual(["jobs.queue[1]"]);
    expect(nodes.changed.map(({ after }) => after.id)).toEqual(["jobs.queue", "jobs.queue[0]"]);
  });

  it("Two references that read alike are two", () => {
    const save = (): void => undefined;
    const job = Object.defineProperty({}, "x", { get: save, set: save, configurable: true });
    const before = snapshot({ job });
    Reflect.defineProperty(job, "x", { get: save, set: undefined } as object);
    const after = snapshot({ job });
    const lost = { from: "job", to: "job.x", label: "x" };
    expect(diff(before, after).edges).toMatchObject({ added: [], removed: [lost], changed: [] });
    expect(diff(after, before).edges).toMatchObject({ added: [lost], removed: [], changed: [] });
    expect(diff(before, before).edges).toEqual(none);
  });

  it("A region is told from an object that is called like it", () => {
    const roots: Record<string, object> = { "region jobs": { id: 1 }, jobs: jobsRegion() };
    const before = snapshot(roots);
    roots.jobs = new Region({}, { name: "other" });
    const { nodes, regions } = diff(before, snapshot(roots));
    expect(regions.removed.map(({ id }) => id)).toEqual(["region jobs"]);
    expect(regions.added.map(({ id }) => id)).toEqual(["region other"]);
    expect([...nodes.added, ...nodes.removed].map(({ id }) => id)).not.toContain("region jobs");
  });

  it("What is called as something else was before is told from that", () => {
    const jobs = jobsRegion();
    const before = snapshot({ jobs });
    jobs.queue = [];
    const { nodes } = diff(before, snapshot({ jobs }));
    expect(nodes.added.map(({ id }) => id)).toEqual(["jobs.queue"]);
    expect(nodes.removed.map(({ id }) => id)).toEqual(["jobs.queue (before)", "jobs.queue[0]", "jobs.queue[1]"]);
  });
});

it("A diff is drawn with both in it, and its differences marked in words", () => {
  const jobs = jobsRegion();
  const before = snapshot({ jobs });
  jobs.queue.pop();
  jobs.done = { at: 0 };
  for (const text of [toMermaid(diff(before, snapshot({ jobs }))), toDot(diff(before, snapshot({ jobs })))])
    for (const tag of ["+ ADDED", "− REMOVED", "~ CHANGED", "+ done", "− "])
      expect(text.replaceAll("#126;", "~")).toContain(tag);
});
