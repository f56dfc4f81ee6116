import type { PointsTo } from "./points-to.js";

/** Names in the order in which they were added, and where to find each once there are many. */
interface Names {
  readonly list: string[];
  places: Map<string, number> | undefined;
}

/** As many names are searched one by one before an index pays. */
const FEW = 8;

/**
 * What the fields of one object hold, by name.
 *
 * Versions of an object share one list of names, which only grows: each version knows as many of them as it has values.
 * So a copy costs one array, and versions that met before are joined place by place, without looking up a name.
 */
export class FieldMap {
  static readonly EMPTY = new FieldMap(namesOf([]), []);

  private constructor(
    private names: Names,
    /** By place in the list of names; undefined: there is no such field any more. */
    private readonly values: (PointsTo | undefined)[],
  ) {}

  get(name: string): PointsTo | undefined {
    const place = this.placeOf(name);
    return place < 0 ? undefined : this.values[place];
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  forEach(visit: (value: PointsTo, name: string) => void): void {
    for (let place = 0; place < this.values.length; place++) {
      const value = this.values[place];
      if (value !== undefined) visit(value, this.names.list[place]!);
    }
  }

  /** As they are now: what is changed meanwhile does not show. */
  entries(): [name: string, value: PointsTo][] {
    const all: [string, PointsTo][] = [];
    this.forEach((value, name) => all.push([name, value]));
    return all;
  }

  keys(): string[] {
    const all: string[] = [];
    this.forEach((_, name) => all.push(name));
    return all;
  }

  some(test: (value: PointsTo, name: string) => boolean): boolean {
    for (let place = 0; place < this.values.length; place++) {
      const value = this.values[place];
      if (value !== undefined && test(value, this.names.list[place]!)) return true;
    }
    return false;
  }

  /** With every value as `change` makes it. @returns `this` when it makes none another */
  map(change: (value: PointsTo) => PointsTo): FieldMap {
    let changed: FieldMap | undefined;
    for (let place = 0; place < this.values.length; place++) {
      const value = this.values[place];
      const next = value && change(value);
      if (next !== value) (changed ??= this.copy()).values[place] = next;
    }
    return changed ?? this;
  }

  /** Another version, which may be changed without changing this one. */
  copy(): FieldMap {
    return new FieldMap(this.values.length === 0 ? namesOf([]) : this.names, this.values.slice());
  }

  set(name: string, value: PointsTo): void {
    const place = this.placeOf(name);
    if (place >= 0) this.values[place] = value;
    else this.add(name, value);
  }

  delete(name: string): void {
    const place = this.placeOf(name);
    if (place >= 0) this.values[place] = undefined;
  }

  /**
   * What both can hold.
   *
   * @returns `this` when `other` adds nothing
   */
  join(other: FieldMap, combine: (mine: PointsTo, theirs: PointsTo) => PointsTo): FieldMap {
    let joined: FieldMap | undefined;
    const isSameList = this.names === other.names;
    for (let place = 0; place < other.values.length; place++) {
      const theirs = other.values[place];
      if (theirs === undefined) continue;
      const name = other.names.list[place]!;
      const mine = isSameList && place < this.values.length ? this.values[place] : this.get(name);
      const value = mine === undefined ? theirs : combine(mine, theirs);
      if (value !== mine) (joined ??= this.copy()).set(name, value);
    }
    return joined ?? this;
  }

  private placeOf(name: string): number {
    const { list, places } = this.names;
    const { length } = this.values;
    if (places !== undefined) {
      const place = places.get(name);
      return place === undefined || place >= length ? -1 : place;
    }
    for (let place = 0; place < length; place++) if (list[place] === name) return place;
    return -1;
  }

  private add(name: string, value: PointsTo): void {
    const { length } = this.values;
    let { names } = this;
    // Another version has added a name of its own.
    if (names.list.length !== length) {
      if (names.list[length] !== name) names = this.names = namesOf(names.list.slice(0, length));
    }
    if (names.list.length === length) {
      names.list.push(name);
      if (names.places !== undefined) names.places.set(name, length);
      else if (length >= FEW) names.places = placesOf(names.list);
    }
    this.values.push(value);
  }
}

function namesOf(list: string[]): Names {
  return { list, places: list.length > FEW ? placesOf(list) : undefined };
}

function placesOf(list: readonly string[]): Map<string, number> {
  return new Map(list.map((name, place) => [name, place]));
}
