import { instance, type RenderError } from "@viz-js/viz";

const graphviz = instance();

/** What Graphviz has against a text. It draws something also where it could not read a label. */
export async function complaintsAbout(dot: string): Promise<readonly RenderError[]> {
  const { errors } = (await graphviz).render(dot, { format: "svg" });
  // it warns of characters whose width it can only guess
  return errors.filter(({ level }) => level !== "warning");
}
