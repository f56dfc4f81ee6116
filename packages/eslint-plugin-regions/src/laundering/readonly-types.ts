import type { Checker, Type } from "../types/checker.js";

type Property = ReturnType<Checker["getPropertiesOfType"]>[number];

/** What can be changed through a type although it could not through another. */
export interface Lost {
  /** The fields to it. */
  readonly path: readonly string[];
  readonly what: "field" | "elements";
}

/** Types within types are compared down to this depth: they may be recursive. */
const DEEPEST = 3;

const MUTABLE: Readonly<Record<string, string>> = {
  ReadonlyArray: "Array",
  ReadonlyMap: "Map",
  ReadonlySet: "Set",
};

type Losses = Map<Type, Map<Type, Lost | undefined>>;

const cache = new WeakMap<Checker, ReadonlyTypes>();

/** The comparisons of a program's types, which its files share. */
export function readonlyTypesOf(checker: Checker): ReadonlyTypes {
  let types = cache.get(checker);
  if (types === undefined) cache.set(checker, (types = new ReadonlyTypes(checker)));
  return types;
}

/** Compares types; each pair once at each depth, so that it does not matter where it was met first. */
class ReadonlyTypes {
  readonly #checker: Checker;
  readonly #known: readonly Losses[] = Array.from({ length: DEEPEST + 1 }, () => new Map());

  constructor(checker: Checker) {
    this.#checker = checker;
  }

  /** Is it more than numbers, strings and the like? */
  isObject(type: Type): boolean {
    return partsOf(type).some((part) => !("intrinsicName" in part) && !part.isLiteral());
  }

  /** What is read-only in a value of type `source` and not in `target`. */
  lost(source: Type, target: Type, depth = 0): Lost | undefined {
    if (source === target || depth > DEEPEST) return undefined;
    const atDepth = this.#known[depth]!;
    let known = atDepth.get(source);
    if (known === undefined) atDepth.set(source, (known = new Map<Type, Lost | undefined>()));
    if (!known.has(target)) known.set(target, this.#compare(source, target, depth));
    return known.get(target);
  }

  #compare(source: Type, target: Type, depth: number): Lost | undefined {
    const sources = partsOf(source);
    const targets = partsOf(target);
    if (sources.length > 1 || targets.length > 1) {
      for (const each of sources) {
        if (targets.includes(each)) continue;
        const losses = targets.filter((one) => this.#hasFields(one)).map((one) => this.lost(each, one, depth + 1));
        // It can be any of the alternatives that keeps it.
        if (losses.length > 0 && losses.every((loss) => loss !== undefined)) return losses[0];
      }
      return undefined;
    }
    if (target.isTypeParameter() || source.isTypeParameter()) return undefined;
    const container = this.#containerName(source);
    const other = this.#containerName(target);
    if (container !== undefined && Object.hasOwn(MUTABLE, container)) {
      return other === MUTABLE[container] ? { path: [], what: "elements" } : undefined;
    }
    if (other !== undefined) return undefined;
    return this.#compareFields(source, target, depth);
  }

  #compareFields(source: Type, target: Type, depth: number): Lost | undefined {
    for (const theirs of this.#checker.getPropertiesOfType(target)) {
      const { name } = theirs;
      const mine = this.#checker.getPropertyOfType(source, name);
      if (mine === undefined || mine === theirs || isMethod(theirs)) continue;
      if (isReadonly(source, mine) && !isReadonly(target, theirs)) return { path: [name], what: "field" };
      const inner = this.lost(this.#checker.getTypeOfSymbol(mine), this.#checker.getTypeOfSymbol(theirs), depth + 1);
      if (inner !== undefined) return { ...inner, path: [name, ...inner.path] };
    }
    return undefined;
  }

  /** The name of a list, map or set, mutable or not. */
  #containerName(type: Type): string | undefined {
    if (this.#checker.isTupleType(type)) {
      const { target } = type as Type & { readonly target?: { readonly readonly?: boolean } };
      return target?.readonly === true ? "ReadonlyArray" : "Array";
    }
    const name = (type.symbol as Property | undefined)?.name ?? "";
    return Object.hasOwn(MUTABLE, name) || Object.values(MUTABLE).includes(name) ? name : undefined;
  }

  #hasFields(type: Type): boolean {
    return this.#checker.getPropertiesOfType(type).length > 0 || type.isTypeParameter();
  }
}

const partsOf = (type: Type): readonly Type[] => (type.isUnion() ? type.types : [type]);

/** Methods are no fields that somebody would assign to. */
const isMethod = ({ declarations }: Property): boolean =>
  declarations?.every((each) => "body" in each || !("type" in each) || "parameters" in each) === true;

/** Declared `readonly`, or made so by a mapped type such as `Readonly<T>`. */
function isReadonly(type: Type, property: Property): boolean {
  const mapped = (type.symbol as Property | undefined)?.declarations?.[0];
  if (mapped !== undefined && "readonlyToken" in mapped && mapped.readonlyToken !== undefined) {
    return (mapped.readonlyToken as { getText(): string }).getText() !== "-";
  }
  return property.declarations?.some(hasReadonly) === true;
}

function hasReadonly(declaration: object): boolean {
  const modifiers =
    "modifiers" in declaration ? (declaration.modifiers as readonly { getText(): string }[] | undefined) : [];
  return modifiers?.some((each) => each.getText() === "readonly") === true;
}
