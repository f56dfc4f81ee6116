import { pictureOf } from "./draw/compose.js";
import type { DrawOptions } from "./draw/options.js";
import { escapeMarkup } from "./draw/markup.js";
import { dark } from "./draw/palette.js";
import type { Drawable, Picture } from "./draw/picture.js";
import { dotOf } from "./to-dot.js";

/** What lays diagrams out: an instance of `@viz-js/viz`. */
export interface Renderer {
  renderString(dot: string, options: { format: string }): string;
}

export interface SvgOptions extends DrawOptions {
  /** `auto`, the default: as the reader's system is set. */
  readonly theme?: "auto" | "light" | "dark";
  /** An instance of `@viz-js/viz`, where it is not installed as a package: `await Viz.instance()`. */
  readonly renderer?: Renderer;
}

/**
 * A diagram as an SVG picture, with a description for screen readers, and legible on dark pages. Graphviz lays it out:
 * `npm install @viz-js/viz`. It works in Node and in browsers.
 *
 * @param drawable what `snapshot`, `snapshotOf` or `diff` returned
 * @param options what to show, and how
 * @returns the text of an `<svg>` element; the same for the same snapshot and version of `@viz-js/viz`
 * @throws Error when `@viz-js/viz` is not installed (as a rejection)
 * @example
 * ```ts
 * writeFileSync("jobs.svg", await toSvg(snapshot({ jobs })));
 * ```
 */
export async function toSvg(drawable: Drawable, options: SvgOptions = {}): Promise<string> {
  const picture = pictureOf(drawable, options);
  const renderer = options.renderer ?? (await loadRenderer());
  return finish(renderer.renderString(dotOf(picture), { format: "svg" }), picture, options.theme ?? "auto");
}

let loaded: Promise<Renderer> | undefined;

function loadRenderer(): Promise<Renderer> {
  loaded ??= importRenderer();
  // the next call tries again
  loaded.catch(() => (loaded = undefined));
  return loaded;
}

async function importRenderer(): Promise<Renderer> {
  let viz: { instance(): Promise<Renderer> };
  try {
    viz = await import("@viz-js/viz");
  } catch (cause) {
    throw new Error(
      "toSvg() lays diagrams out with the package @viz-js/viz, which could not be loaded. Install it, npm install @viz-js/viz, " +
        "or give toSvg() an instance of it as { renderer }. toMermaid() and toDot() need nothing.",
      { cause },
    );
  }
  return viz.instance();
}

/** What Graphviz leaves out: words for screen readers, and colours for dark pages. */
function finish(svg: string, { title = "Objects, regions and cowns", description }: Picture, theme: string): string {
  const [, attributes = "", body = ""] = /<svg([^>]*)>([\s\S]*)<\/svg>/.exec(svg) ?? [];
  const head = [
    `<title>${escapeMarkup(title)}</title>`,
    `<desc>${escapeMarkup(description)}</desc>`,
    `<style>${styleFor(theme)}</style>`,
  ];
  const size = attributes.replace(/\s+/g, " ").replaceAll('pt"', '"');
  const drawn = body.replace(/<!--[\s\S]*?-->\n?/g, "").replace(/<g id="node\d+" class="node[\s\S]*?<\/g>/g, centred);
  return `<svg class="regions-diagram" role="img" aria-label="${escapeMarkup(title)}"${size}>\n${head.join("\n")}${drawn.replaceAll(/font-family="Verdana"/g, FONTS)}</svg>\n`;
}

/** The first of these that the reader has. None is wider than the first, for which everything was laid out. */
const FONTS = 'font-family="Verdana,DejaVu Sans,Arial,Helvetica,sans-serif"';

/** Graphviz says where the lines of a node start if they are in its own font; in any other one they are centred by that only. */
function centred(node: string): string {
  if (node.includes('class="node legend"')) return node;
  const ellipse = /<ellipse[^>]* cx="([-\d.]+)"/.exec(node);
  const outline = /<(?:polygon|path)[^>]* (?:points|d)="([^"]+)"/.exec(node)?.[1] ?? "";
  const xs = [...outline.matchAll(/([-\d.]+),[-\d.]+/g)].map(([, x]) => Number(x));
  const middle = ellipse === null ? ((Math.min(...xs) + Math.max(...xs)) / 2).toFixed(2) : ellipse[1]!;
  return node.replace(/text-anchor="start" x="[-\d.]+"/g, `text-anchor="middle" x="${middle}"`);
}

function styleFor(theme: string): string {
  const rules = Object.entries(dark).flatMap(([light, colour]) => [
    `.regions-diagram [fill="${light}"]{fill:${colour}}`,
    `.regions-diagram [stroke="${light}"]{stroke:${colour}}`,
  ]);
  if (theme === "light") return "";
  return theme === "dark" ? rules.join("") : `@media (prefers-color-scheme:dark){${rules.join("")}}`;
}
