import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

type Source = Readonly<TSESLint.SourceCode>;

/** The innermost node at an offset of the text: for those who search the text first, because most files end there. */
export function nodeAt({ ast, visitorKeys }: Source, offset: number): TSESTree.Node {
  let node: TSESTree.Node = ast;
  for (;;) {
    const inner: TSESTree.Node | undefined = childAt(node, visitorKeys[node.type] ?? [], offset);
    if (inner === undefined) return node;
    node = inner;
  }
}

function childAt(node: TSESTree.Node, keys: readonly string[], offset: number): TSESTree.Node | undefined {
  for (const key of keys) {
    const child = (node as unknown as Record<string, TSESTree.Node | readonly TSESTree.Node[] | null | undefined>)[key];
    const found = Array.isArray(child) ? elementAt(child as readonly TSESTree.Node[], offset) : child;
    if (found && isAt(found as TSESTree.Node, offset)) return found as TSESTree.Node;
  }
  return undefined;
}

const isAt = ({ range }: TSESTree.Node, offset: number): boolean => range[0] <= offset && offset < range[1];

/** Lists of statements are long, and in the order of the text. */
function elementAt(list: readonly (TSESTree.Node | null)[], offset: number): TSESTree.Node | null | undefined {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const each = list[middle] ?? null;
    // A hole in an array says nothing of where it is.
    if (each === null) return list.find((other) => other !== null && isAt(other, offset));
    if (each.range[0] <= offset) low = middle;
    else high = middle - 1;
  }
  return list[low];
}
