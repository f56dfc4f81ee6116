interface Mermaid {
  parse(text: string): Promise<{ diagramType: string }>;
}

let loaded: Promise<Mermaid> | undefined;

/** What Mermaid makes of a text; rejects where it is no diagram. */
export async function parseMermaid(text: string): Promise<{ diagramType: string }> {
  loaded ??= load();
  return (await loaded).parse(text);
}

/** Mermaid cleans labels with the help of a document, also when it only parses. */
async function load(): Promise<Mermaid> {
  if (!("document" in globalThis)) {
    const { Window } = await import("happy-dom");
    const window = new Window();
    Object.assign(globalThis, { window, document: window.document });
  }
  return (await import("mermaid")).default;
}
