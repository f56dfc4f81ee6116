import { beforeAll, describe, expect, it, vi } from "vitest";
import { toDot, toMermaid, toSvg } from "../../src/diagram.js";
import { parseMermaid } from "./parse-mermaid.js";
import { complaintsAbout } from "./read-dot.js";
import { drawScene, scenes } from "./scenes.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }); // Mermaid and Graphviz are large

describe.each(scenes)("The scene $name", (scene) => {
  const file = (ending: string): string => `./pictures/${scene.name.replaceAll(" ", "-")}.${ending}`;

  it("is drawn in Mermaid's language, as Mermaid reads it", async () => {
    const text = toMermaid(await drawScene(scene), scene.options);
    await expect(`${text}\n`).toMatchFileSnapshot(file("mmd"));
    await expect(parseMermaid(text)).resolves.toMatchObject({ diagramType: "flowchart-v2" });
  });

  it("is drawn in DOT, and as SVG, as Graphviz reads it", async () => {
    const drawn = await drawScene(scene);
    await expect(toDot(drawn, scene.options)).toMatchFileSnapshot(file("dot"));
    await expect(complaintsAbout(toDot(drawn, scene.options))).resolves.toEqual([]);
    await expect(await toSvg(drawn, scene.options)).toMatchFileSnapshot(file("svg"));
  });

  it("is the same when it is drawn again, also from JSON", async () => {
    const first = await drawScene(scene);
    const draw = (drawn: typeof first): string => toMermaid(drawn, scene.options) + toDot(drawn, scene.options);
    expect(draw(await drawScene(scene))).toBe(draw(first));
    expect(draw(JSON.parse(JSON.stringify(first)) as typeof first)).toBe(draw(first));
  });
});

describe("Any text can be in a label", () => {
  const texts = [
    "end",
    "graph",
    'a"b',
    "<script>alert(1)</script>",
    "]) --> x",
    "`**md**`",
    "#quot; #35; &amp; %% {{ }}",
    "style: a:#b; c",
    "back\\slash \\N \\G",
    "line\nbreak\u0000\u001b",
    "half \ud800 of a character",
    "日本語 ½ 🙂",
    "",
    " ",
    "click n1 call()",
    "never a character \ufffe \uffff \u{1ffff}",
    "]]> --> <!-- &bogus; </b>",
    "class",
    "subgraph",
    "__proto__",
    "🙂".repeat(200),
    "k".repeat(5_000),
  ];

  beforeAll(() => parseMermaid("flowchart TB\n  a"));

  it.each(texts)("%j", async (text) => {
    const { Region, snapshot } = { ...(await import("../../src/index.js")), ...(await import("../../src/diagram.js")) };
    const graph = snapshot({ [text]: new Region({ [text]: { [text]: text }, list: [{}] }, { name: text }) });
    const options = { title: text };
    await expect(parseMermaid(toMermaid(graph, options))).resolves.toMatchObject({ diagramType: "flowchart-v2" });
    await expect(complaintsAbout(toDot(graph, options))).resolves.toEqual([]);
    const svg = await toSvg(graph, options);
    expect(svg).not.toContain("<script");
    expect(svg).toContain("</svg>");
  });
});
