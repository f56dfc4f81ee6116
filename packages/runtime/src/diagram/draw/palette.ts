/**
 * The colours of Okabe and Ito, which people with any kind of colour blindness can tell apart, and tints of them. No
 * colour means anything that shape, line and text do not say as well.
 */
export const ink = "#1b1f24";
export const muted = "#59636e";
export const paper = "#ffffff";

interface Look {
  readonly fill: string;
  readonly stroke: string;
  readonly dashed?: true;
}

export const nodeLooks: Record<string, Look> = {
  variable: { fill: "#ffffff", stroke: "#59636e" },
  local: { fill: "#fbfdf9", stroke: "#6b8060" },
  object: { fill: "#fffefa", stroke: "#8a7a1f" },
  bridge: { fill: "#fff3b8", stroke: "#7a6a00" },
  frozen: { fill: "#d6effb", stroke: "#0072b2" },
  constant: { fill: "#eceff2", stroke: "#59636e" },
  cown: { fill: "#f7e0ee", stroke: "#9c3f77" },
  behaviour: { fill: "#e7e5f8", stroke: "#5546a8" },
  borrow: { fill: "#fde5d4", stroke: "#c35400" },
  "dead handle": { fill: "#eeeeee", stroke: "#767676", dashed: true },
  fold: { fill: "#f6f8fa", stroke: "#8c959f", dashed: true },
};

interface EdgeLook {
  readonly stroke: string;
  readonly width: number;
  readonly line: "solid" | "dashed" | "dotted";
}

export const edgeLooks: Record<string, EdgeLook> = {
  reference: { stroke: "#6e7781", width: 1.3, line: "solid" },
  owns: { stroke: "#7a5c00", width: 4, line: "solid" },
  shared: { stroke: "#2b8cbe", width: 1.3, line: "solid" },
  handle: { stroke: "#59636f", width: 1.3, line: "dotted" },
  borrow: { stroke: "#d55e00", width: 2.6, line: "dashed" },
  raw: { stroke: "#b8457f", width: 2, line: "dotted" },
  illegal: { stroke: "#b8457e", width: 3, line: "solid" },
  refused: { stroke: "#b8457e", width: 3, line: "solid" },
  dead: { stroke: "#8c9590", width: 1.3, line: "dotted" },
  holds: { stroke: "#5546a9", width: 2.6, line: "solid" },
  waits: { stroke: "#5546aa", width: 1.6, line: "dashed" },
};

export const markColours: Record<string, string> = {
  error: "#cf0a2c",
  added: "#007a5a",
  removed: "#a8326f",
  changed: "#a86500",
};

export const reachedColour = "#6f42c1";
export const highlightColour = "#e0b000";

export const frameFills: Record<string, readonly string[]> = {
  local: ["#f1f8ec"],
  frozen: ["#eef8fd"],
  cowns: ["#fcf3f8"],
  // deeper for each level
  region: ["#fffbe0", "#fcf5c2", "#f8eda4", "#f3e487"],
};
export const frameStroke = "#b9ae74";

/** How each colour is shown on a dark page. */
export const dark: Record<string, string> = {
  [ink]: "#e6edf3",
  [muted]: "#9aa5b1",
  [paper]: "#161b22",
  "#59636f": "#a6b0ba",
  "#fbfdf9": "#1c241d",
  "#6b8060": "#8fa884",
  "#fffefa": "#24221a",
  "#8a7a1f": "#cdbb5a",
  "#fff3b8": "#4a4110",
  "#7a6a00": "#e3cf57",
  "#d6effb": "#0d344a",
  "#0072b2": "#56b4e9",
  "#eceff2": "#2a3038",
  "#f7e0ee": "#43213a",
  "#9c3f77": "#e59cc6",
  "#e7e5f8": "#2b2750",
  "#5546a8": "#aea4f2",
  "#fde5d4": "#4c2a12",
  "#c35400": "#ff9c57",
  "#eeeeee": "#2b2b2b",
  "#767676": "#a0a0a0",
  "#f6f8fa": "#20262d",
  "#8c959f": "#8b949e",
  "#8c9590": "#8b9490",
  "#6e7781": "#98a2ad",
  "#7a5c00": "#f0c93a",
  "#2b8cbe": "#5fb9e6",
  "#d55e00": "#ff8f3f",
  "#b8457f": "#f08cc0",
  "#b8457e": "#f08cbf",
  "#5546a9": "#aea4f3",
  "#5546aa": "#aea4f4",
  "#cf0a2c": "#ff6b81",
  "#007a5a": "#3ddba8",
  "#a8326f": "#f291c4",
  "#a86500": "#f5b74a",
  "#6f42c1": "#c6a5ff",
  "#e0b000": "#ffd84d",
  "#f1f8ec": "#18211a",
  "#eef8fd": "#0f222d",
  "#fcf3f8": "#241822",
  "#fffbe0": "#211f12",
  "#fcf5c2": "#2c2916",
  "#f8eda4": "#37331a",
  "#f3e487": "#423d1e",
  "#b9ae74": "#6d6640",
};
