import type { MarkdownRenderer } from "vitepress";

/** Blocks of Mermaid are drawn, where GitHub draws them, too. */
export function mermaidBlocks(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence!;
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const { info, content } = tokens[index]!;
    if (info.trim() !== "mermaid") return fence(tokens, index, options, env, self);
    return `<MermaidDiagram code="${encodeURIComponent(content)}" />`;
  };
}
