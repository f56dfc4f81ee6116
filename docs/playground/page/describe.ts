import type { DiagramNode, Snapshot } from "regions-runtime/diagram";

/** The object graph in words, for who does not see the drawing: first the variables, then the regions and cowns. */
export function describe({ nodes, edges, regions }: Snapshot): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const nameOf = (region: string | undefined): string => {
    const found = regions.find(({ id }) => id === region);
    return found === undefined ? "" : `region ${found.name ?? found.id}`;
  };
  const what = (node: DiagramNode): string => {
    switch (node.kind) {
      case "bridge":
        return nameOf(node.region);
      case "object":
        return node.region === undefined ? `a local ${node.type}` : `${node.type} in ${nameOf(node.region)}`;
      case "frozen":
        return `a frozen ${node.type}`;
      case "cown":
        return `a cown, ${node.state}`;
      case "dead handle":
        return `a handle that has ended: ${node.because}`;
      default:
        return node.kind;
    }
  };
  const variables = nodes
    .filter((node) => node.kind === "variable")
    .map(({ id, name, value }) => {
      const targets = edges.filter(({ from }) => from === id).map(({ to, kind }) => ({ node: byId.get(to), kind }));
      const values = targets.map(({ node, kind }) =>
        node === undefined ? kind : kind === "borrow" ? `a borrow of ${what(node)}` : what(node),
      );
      return `${name}: ${value ?? values.join(", ")}`;
    });
  const states = regions.map(
    ({ id, state, borrowCount, size }) => `${nameOf(id)}: ${state}, borrow count ${borrowCount}, ${size} objects`,
  );
  return [...variables, ...states];
}
