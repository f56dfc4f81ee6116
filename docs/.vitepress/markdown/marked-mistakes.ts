/** A transformer of Shiki: a line that is marked as a mistake, with ✗, looks like one. */
export const markedMistakes = {
  name: "marked-mistakes",
  line(line: Element): void {
    if (textOf(line).includes("// ✗")) line.properties.class = `${String(line.properties.class)} mistake`;
  },
};

interface Element {
  readonly properties: Record<string, unknown>;
  readonly children: readonly Node[];
}
type Node = { readonly type: string; readonly value?: string } & Partial<Element>;

function textOf({ children }: Pick<Element, "children">): string {
  return children.map((node) => node.value ?? textOf({ children: node.children ?? [] })).join("");
}
