import { CownRecord, type Use } from "../../cowns/record.js";
import type { Access, RegionRecord } from "../../heap/region.js";
import { isReference } from "../../objects/is-reference.js";
import { shorten } from "../../objects/path.js";
import { isFrozenView, isProxy } from "../../objects/proxy.js";
import type { EdgeKind } from "../types.js";
import { behind, referencesFrom } from "./behind.js";
import { kindOfReference, type Place, placeOf } from "./place.js";

/** Where a walk starts. */
export interface Start {
  readonly name: string;
  readonly value: unknown;
  /** The program gave it a name: it is drawn as a variable. */
  readonly isVariable?: boolean;
  /** Not a value, but the access of a handle that has ended: errors know no more. */
  readonly ended?: Access;
}

/** Something that becomes a node. */
export type Found =
  | { readonly is: "variable"; readonly name: string; readonly value: unknown }
  | { readonly is: "object"; readonly object: object; readonly place: Place }
  | { readonly is: "cown"; readonly record: CownRecord }
  | { readonly is: "behaviour"; readonly use: Use }
  | { readonly is: "borrow"; readonly access: Access }
  | { readonly is: "dead handle"; readonly access: Access };

/** A reference on the way. */
interface Step {
  readonly from: object | undefined;
  readonly place: Place;
  /** The reference itself, which may be a handle. */
  readonly value: object;
  readonly path: string;
  readonly label: string;
}

/** A reference between two things that were found, which are named by their keys. */
export interface FoundEdge {
  readonly from: object;
  readonly to: object;
  readonly kind: EdgeKind;
  readonly label: string;
  readonly access?: Access;
  readonly blocks?: boolean;
  readonly position?: number;
}

/**
 * Walks over everything that can be reached, nearest first, and over what the books of the runtime know of it: the
 * regions around, borrows, cowns and who waits for them. It asks the heap itself, so nothing changes by that.
 */
export class Walk {
  /** By what stands for it: the object, the record of a cown, a use of cowns, an access, a dead handle. */
  readonly found = new Map<object, Found>();
  readonly paths = new Map<object, string>();
  readonly edges: FoundEdge[] = [];
  readonly regions = new Set<RegionRecord>();
  readonly #used = new Map<string, number>();
  readonly #borrowed = new Set<Access>();
  readonly #next: object[] = [];
  #done = 0;
  /** References to what is inside of regions that are not named yet. */
  readonly #inside: { readonly step: Step; readonly owner: RegionRecord }[] = [];
  readonly #counts = new Map<string, number>();

  constructor(starts: readonly Start[]) {
    const keys = starts.map((start) => this.#declare(start));
    starts.forEach(({ name, value, isVariable }, index) => {
      if (isReference(value)) this.#follow({ from: keys[index], place: "local", value, path: name, label: "" });
      if (isVariable !== true) this.#finish();
    });
    this.#finish();
    // what roots lead to has its name by now; the books come after it
    for (const region of this.regions) {
      this.#openBooks(region);
      this.#finish();
    }
    for (const region of this.regions) {
      this.#openBooks(region);
      this.#addBorrows(region);
    }
  }

  /** The key of what a value stands for; undefined for what was not found. */
  keyOf(value: object): object | undefined {
    const target = behind(value);
    const key = target.is === "object" ? target.object : target.is === "cown" ? target.record : target.handle;
    return this.found.has(key) ? key : undefined;
  }

  #declare({ name, value, isVariable, ended }: Start): object | undefined {
    if (ended !== undefined) this.#add(ended, { is: "dead handle", access: ended }, name);
    return isVariable === true ? this.#add({}, { is: "variable", name, value }, `variable ${name}`) : undefined;
  }

  #finish(): void {
    do {
      this.#drain();
      const inside = this.#inside.splice(0);
      for (const { owner } of inside) this.#reachBridge(owner);
      this.#drain();
      for (const { step } of inside) this.#refer(step, this.#reach(step.value, step.path));
    } while (this.#done < this.#next.length || this.#inside.length > 0);
  }

  #drain(): void {
    for (; this.#done < this.#next.length; this.#done++) {
      const found = this.found.get(this.#next[this.#done]!)!;
      if (found.is === "object") this.#lookInto(found.object, found.place);
      if (found.is === "cown") this.#lookIntoCown(found.record);
      if (found.is === "behaviour") for (const record of found.use.records) this.#reachCown(record);
    }
  }

  #follow(step: Step): void {
    const target = behind(step.value);
    if (target.is === "object" && !this.found.has(target.object)) {
      const owner = placeOf(target.object);
      // objects inside regions are named from their bridges, whoever knows them
      if (typeof owner === "object" && owner !== step.place && owner.bridge !== target.object) {
        this.#inside.push({ step, owner });
        return;
      }
    }
    this.#refer(step, this.#reach(step.value, step.path));
  }

  #add(key: object, found: Found, path: string): object {
    this.found.set(key, found);
    const unique = this.#unique(shorten(path));
    this.paths.set(key, unique);
    this.#next.push(key);
    return key;
  }

  #unique(path: string): string {
    const count = (this.#used.get(path) ?? 0) + 1;
    this.#used.set(path, count);
    return count === 1 ? path : this.#unique(`${path} (${count})`);
  }

  /** @returns the key of what the value stands for */
  #reach(value: object, path: string): object {
    const target = behind(value);
    if (target.is === "cown") return this.#reachCown(target.record, path);
    if (target.is === "dead handle") {
      const { handle, access } = target;
      return this.found.has(handle) ? handle : this.#add(handle, { is: "dead handle", access }, path);
    }
    const { object } = target;
    if (this.found.has(object)) return object;
    const place = placeOf(object);
    if (typeof place === "object") this.regions.add(place);
    return this.#add(object, { is: "object", object, place }, path);
  }

  #reachCown(record: CownRecord, path = record.name ?? this.#numbered("cown")): object {
    return this.found.has(record) ? record : this.#add(record, { is: "cown", record }, path);
  }

  #numbered(name: string): string {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return `${name} ${count}`;
  }

  #reachBridge({ bridge, name }: RegionRecord): void {
    if (!this.found.has(bridge)) this.#reach(bridge, name ?? this.#numbered("region"));
  }

  #lookInto(object: object, place: Place): void {
    if (place === "constant" || isFrozenView(object) || isProxy(object)) return;
    const path = this.paths.get(object)!;
    for (const { value, segment } of referencesFrom(object))
      this.#follow({ from: object, place, value, path: path + segment, label: shorten(segment.replace(/^\./, "")) });
  }

  #refer({ from, place, value, label }: Step, to: object): void {
    if (from === undefined) return;
    const target = behind(value);
    const access = target.is === "object" ? target.access : undefined;
    const found = this.found.get(to)!;
    const kind = found.is === "object" ? kindOfReference(place, found.object, found.place, access) : undefined;
    if (kind === "borrow") this.#borrowed.add(access!);
    const isBorrow = kind === "borrow" && { access: access!, blocks: true };
    this.edges.push({ from, to, label, kind: kind ?? (found.is === "cown" ? "shared" : "handle"), ...isBorrow });
  }

  #lookIntoCown(record: CownRecord): void {
    const path = this.paths.get(record)!;
    const content = record.keeper === undefined ? record.content() : undefined;
    if (isReference(content)) {
      const to = this.#reach(content, `${path}.value`);
      this.edges.push({ from: record, to, kind: record.region === undefined ? "shared" : "owns", label: "value" });
    }
    let waiting = 0;
    for (let place = record.line.first; place !== undefined; place = place.next) {
      const use = CownRecord.use(place);
      if (!this.found.has(use)) this.#add(use, { is: "behaviour", use }, this.#numbered(use.by));
      const label = place.reads ? "read" : "write";
      if (use.holds) this.edges.push({ from: use, to: record, kind: "holds", label, blocks: othersWait(record) });
      else this.edges.push({ from: use, to: record, kind: "waits", label, position: ++waiting });
    }
  }

  #openBooks(region: RegionRecord): void {
    const { parent, holder } = region;
    this.#reachBridge(region);
    if (holder !== undefined) this.#reachCown(holder as CownRecord);
    if (parent === undefined) return;
    this.regions.add(parent);
    this.#reachBridge(parent);
  }

  /** Those that nothing leads to that was walked over: some function has them. */
  #addBorrows(region: RegionRecord): void {
    for (const access of region.borrows) {
      const { object } = access;
      if (this.#borrowed.has(access) || object === undefined) continue;
      const to = this.#reach(object, `${region.name ?? "region"} (borrowed)`);
      this.#finish();
      const from = this.#add(access, { is: "borrow", access }, `borrow of ${this.paths.get(to)!}`);
      this.edges.push({ from, to, kind: "borrow", label: "", access, blocks: true });
    }
    this.#finish();
  }
}

function othersWait({ line }: CownRecord): boolean {
  return line.last !== undefined && !line.last.task.holds;
}
