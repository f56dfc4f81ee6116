import { describe, expect, it, vi } from "vitest";
import { borrow, Cown, freeze, Region } from "../../src/index.js";
import { type DrawOptions, snapshot, toDot, toMermaid, toSvg } from "../../src/diagram.js";

vi.setConfig({ testTimeout: 60_000 }); // Graphviz is large

const bigGraph = (): object => ({ rows: Array.from({ length: 200 }, (_, id) => ({ id, cells: [{}] })) });

/** The titles of the nodes that are drawn. */
function titles(value: Record<string, unknown>, options?: DrawOptions): string[] {
  const text = toDot(snapshot(value), { legend: false, ...options });
  return [...text.matchAll(/^ +"[^\n]*? \[label=<<b>(.*?)<\/b>[^\n]*tooltip/gm)].map(([, title]) => title!);
}

describe("Folding", () => {
  it("What is too much for one object's picture is counted", () => {
    expect(titles({ data: bigGraph() }, { maxChildren: 2 })).toEqual([
      "data",
      "data",
      "data.rows",
      "data.rows[0]",
      "data.rows[1]",
      "data.rows[0].cells",
      "data.rows[1].cells",
      "data.rows[0].cells[0]",
      "data.rows[1].cells[0]",
      "… 594 more",
    ]);
  });

  it("Together as many nodes are drawn as were asked for, and one for those left out of each", () => {
    expect(titles({ data: bigGraph() }, { maxNodes: 5, maxChildren: 100 })).toEqual([
      "data",
      "data",
      "data.rows",
      "data.rows[0]",
      "data.rows[1]",
      "… 594 more",
      "… 2 more",
      "… 2 more",
    ]);
  });

  it("What blocks is drawn, wherever it is", () => {
    const table = new Region({ rows: Array.from({ length: 500 }, (_, id) => ({ id })) }, { name: "table" });
    borrow(table.rows[400]!);
    const drawn = titles({ table }, { maxNodes: 10 });
    expect(drawn).toContain("table.rows[400]");
    expect(drawn).toContain("borrow");
  });

  it("Regions of which nothing is drawn are counted together, outside of all frames", () => {
    const list = Array.from({ length: 500 }, (_, id) => new Region({ id, log: [{}] }));
    expect(titles({ list }, { maxNodes: 4, maxChildren: 2 })).toEqual([
      "list",
      "list",
      "list[0]",
      "… 2 more",
      "list[1]",
      "… 2 more",
      "… 1494 more",
    ]);
    const text = toMermaid(snapshot({ list }), { maxNodes: 4, maxChildren: 2 });
    expect(text).toContain("… 1494 more</b><br/>in 498 regions<br/>");
    expect(text.match(/^ *subgraph r/gm)).toHaveLength(3);
  });

  it("A region of which nothing is drawn is counted in the frame of the one around it", () => {
    const outer = new Region<any>({ middle: new Region<any>({ inner: new Region({}, { name: "inner" }) }) });
    borrow(outer.middle.inner);
    const hide: DrawOptions["hide"] = ({ id }) => id === "outer.middle";
    const text = toMermaid(snapshot({ outer }), { hide });
    expect(text).toMatch(/^ {2}subgraph \w+\["region of outer [^]*^ {4}subgraph \w+\["region #34;inner/m);
  });

  it("Thousands of regions inside each other are drawn", () => {
    const outer = new Region<any>({});
    let last = outer;
    for (let depth = 0; depth < 3_000; depth++) {
      last.inner = new Region<any>({});
      last = last.inner as typeof outer;
    }
    const all: DrawOptions = { maxNodes: Infinity, maxChildren: Infinity };
    const graph = snapshot({ outer });
    expect(toDot(graph, all).match(/^ *subgraph "cluster region/gm)).toHaveLength(3_001);
    expect(toMermaid(graph, all).match(/^ *subgraph r/gm)).toHaveLength(3_002);
    expect(toMermaid(graph)).toContain("… 2962 more");
  });

  it("Everything is drawn where there is room", () => {
    expect(titles({ data: bigGraph() }, { maxNodes: Infinity, maxChildren: Infinity })).toHaveLength(603);
  });
});

describe("What is shown", () => {
  const graph = { o: { save() {}, list: freeze([{}]) } };

  it("Shared constants only where they are asked for", () => {
    expect(titles(graph)).not.toContain("function save");
    expect(titles(graph, { constants: true })).toContain("function save");
  });

  it("Nodes can be left out", () => {
    expect(titles(graph, { hide: ({ kind }) => kind === "frozen" })).toEqual(["o", "o"]);
  });

  it("Nodes can be pointed out, and all that they reach marked", () => {
    const drawn = titles(graph, { highlight: ["o"], reach: ["o.list"] });
    expect(drawn).toEqual(["o", "★ o", "◆ o.list", "◆ o.list[0]"]);
  });

  it("Frames of regions are nested, or side by side", () => {
    const outer = new Region<any>({ inner: new Region({}, { name: "inner" }) }, { name: "outer" });
    const depths = (nested: boolean): (string | undefined)[] =>
      [...toMermaid(snapshot({ outer }), { nested }).matchAll(/^( *)subgraph r/gm)].map(([, indent]) => indent);
    expect(depths(true)).toEqual(["  ", "  ", "    "]);
    expect(depths(false)).toEqual(["  ", "  ", "  "]);
  });

  it("A frame around what is frozen is drawn on request", () => {
    expect(toMermaid(snapshot(graph))).not.toContain('["frozen"]');
    expect(toMermaid(snapshot(graph), { group: ["frozen"] })).toContain('["frozen"]');
  });

  it("The legend explains what occurs, and can be left out", () => {
    const text = toDot(snapshot(graph));
    expect(text).toContain("frozen: immutable");
    expect(text).not.toContain("bridge: the entry object");
    expect(toDot(snapshot(graph), { legend: false })).not.toContain("legend");
    expect(toMermaid(snapshot(graph), { legend: false })).not.toContain("legend");
  });

  it("A legend is told from a variable of that name", async () => {
    const graph = snapshot({ legend: { a: 1 } });
    const svg = await toSvg(graph);
    for (const text of ["Object { a: 1 }", "local object: no region owns it"]) expect(svg).toContain(text);
    expect(toDot(graph)).toContain('"legend " [class=legend');
  });

  it("Of names and values of any length as much is drawn as fits on a line, and no half of a character", () => {
    for (const name of ["k".repeat(5_000), "🙂".repeat(2_500), "0🙂".repeat(2_000)]) {
      const Named = { [name]: class {} }[name]!;
      const o = { [name]: 1, list: [new Named(), Symbol(name)], [`${name}2`]: {}, big: 10n ** 3_000n, type: Named };
      const roots = { o, at: new Region({ [name]: new RegExp(name) }, { name }), cown: new Cown(name, { name }) };
      const text = toDot(snapshot(roots), { title: name, constants: true, legend: false });
      const drawn = [...text.matchAll(/[^<>"]+(?=<)/g)].map(([words]) => words);
      expect(Math.max(...drawn.map(({ length }) => length))).toBeLessThan(100);
      expect(drawn.filter((words) => words.includes("\ufffd"))).toEqual([]);
    }
  });

  it("Names that differ only in what no format can carry are told apart", () => {
    const names = toDot(snapshot({ "a\ud800": {}, "a\ud801": {} })).match(/^ +"[^"]+"(?= \[label)/gm);
    expect(new Set(names)).toHaveLength(4);
  });

  it("An empty title is none", () => {
    expect(toMermaid(snapshot(graph), { title: "" })).toMatch(/^flowchart/);
    expect(toDot(snapshot(graph), { title: "" })).not.toContain("label=<>");
  });

  it("The title and the direction are as asked for", () => {
    expect(toMermaid(snapshot(graph), { title: "Now", direction: "right" })).toMatch(
      /^---\ntitle: "Now"\n---\nflowchart LR\n/,
    );
  });
});

describe("SVG", () => {
  it("has words for screen readers, and colours for dark pages", async () => {
    const jobs = new Region({ queue: [] }, { name: "jobs" });
    const svg = await toSvg(snapshot({ jobs }), { title: "Before <move>" });
    expect(svg).toMatch(
      /^<svg class="regions-diagram" role="img" aria-label="Before &lt;move&gt;" width="\d+" height="\d+"/,
    );
    expect(svg).toContain("<title>Before &lt;move&gt;</title>");
    expect(svg).toContain("<desc>2 objects. region &quot;jobs&quot; · CLOSED.");
    expect(svg).toContain("@media (prefers-color-scheme:dark){");
  });

  it("can be for pages of one kind", async () => {
    const graph = snapshot({ o: {} });
    expect(await toSvg(graph, { theme: "light" })).toContain("<style></style>");
    expect(await toSvg(graph, { theme: "dark" })).toContain("<style>.regions-diagram [fill=");
  });

  it("can be laid out by an instance of one's own", async () => {
    const renderString = vi.fn(() => '<svg width="1pt" height="2pt"><g/></svg>');
    const svg = await toSvg(snapshot({ o: {} }), { renderer: { renderString } });
    expect(renderString).toHaveBeenCalledWith(expect.stringContaining("digraph"), { format: "svg" });
    expect(svg).toContain("<g/>");
  });
});
