/** How many entries are made together: few, because an image is read here and there. */
const LEAF = 16;
/** How many of those are listed together. */
const BRANCH = 64;

const leaf = /* @__PURE__ */ new Array<undefined>(LEAF).fill(undefined);
const branch = /* @__PURE__ */ new Array<undefined>(BRANCH).fill(undefined);

/** A long list of which little may ever be needed: it has memory for what was put into it, and near that. */
export class Table<T> {
  readonly #branches: ((T | undefined)[] | undefined)[][] = [];

  get(index: number): T | undefined {
    return this.#branches[index >>> 10]?.[(index >>> 4) & 63]?.[index & 15];
  }

  set(index: number, value: T | undefined): void {
    const leaves = (this.#branches[index >>> 10] ??= branch.slice());
    (leaves[(index >>> 4) & 63] ??= leaf.slice())[index & 15] = value;
  }

  forEach(visit: (value: T, index: number) => void): void {
    this.#branches.forEach((leaves, i) => {
      leaves.forEach((values, j) => {
        values?.forEach((value, k) => {
          if (value !== undefined) visit(value, (i << 10) | (j << 4) | k);
        });
      });
    });
  }
}
