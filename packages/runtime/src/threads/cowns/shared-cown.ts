import type { CownRecord, Sharing } from "../../cowns/record.js";
import type { Request } from "../../cowns/scheduler.js";
import { RegionError } from "../../errors.js";
import type { Change, RegionRecord, Watcher } from "../../heap/region.js";
import { regionsIn, rootOf } from "../../heap/tree.js";
import type { Domain } from "../domain/domain.js";
import type { Line } from "../line/line.js";
import type { Address } from "../line/page.js";
import { holderOf } from "../line/protocol.js";
import { letGo } from "../packets/plan.js";
import { Cell, IN_STRUCT, isImmediate } from "./cell.js";
import type { StructRecord } from "../struct/record.js";
import { assignStruct, type Content } from "./content.js";
import { SharedGate } from "./gate.js";
import { TicketPermit } from "./permit.js";
import { Replica } from "./replica.js";

/** A cown that other threads have, too, as this one sees it: with a copy of what it holds, which lasts until another one writes. */
export class SharedCown implements Sharing, Watcher {
  readonly #gate: SharedGate;
  readonly #cell: Cell;
  /** Of the copy that this thread has; undefined: none. */
  #version: number | undefined = undefined;
  /** That copy, where it is more than a number or the like. */
  #replica: Replica | undefined = undefined;
  #isChanged = false;

  constructor(
    readonly record: CownRecord,
    readonly domain: Domain,
    readonly address: Address,
    readonly memory: SharedArrayBuffer,
    /** The fields whose memory all have who have the cown. */
    readonly struct: StructRecord | undefined,
  ) {
    const line = address.page.line(address.index)!;
    this.#gate = new SharedGate(domain, line, record.label);
    this.#cell = new Cell(line, memory);
  }

  get line(): Line {
    return this.#gate.line;
  }

  /** Lets other threads have a say from now on. @param content what it holds is to be found in the cell */
  begin(): void {
    const { record } = this;
    record.sharing = this;
    record.line.gate = this.#gate;
  }

  /** Puts what the cown holds where others find it, before any of them knows of it. Throws where that cannot be. */
  publishFirst(): void {
    this.#version = this.#write();
    this.#watch();
  }

  #write(): number {
    const { record, struct } = this;
    const { region, keeper } = record;
    const content = record.content();
    if (keeper !== undefined) {
      if (keeper !== struct) {
        assignStruct(keeper as StructRecord, struct);
        record.renew(undefined, undefined, struct);
      }
      this.#replica = undefined;
      return this.#cell.publishStruct();
    }
    if (region === undefined && isImmediate(content)) {
      this.#replica = undefined;
      return this.#cell.publish(content);
    }
    const appended = this.#isInStep ? this.#replica?.append(region, content) : undefined;
    if (appended !== undefined) return appended;
    const { version, replica } = Replica.write(this.#cell, region, content);
    this.#replica = replica;
    return version;
  }

  /** Is the copy of this thread, as it was before it was changed, what others have? */
  get #isInStep(): boolean {
    return this.#version === this.#cell.version;
  }

  /** Tasks of this thread have the cown, and wait for it: they come before those of other threads. */
  admitPresent(): void {
    const { first } = this.record.line;
    if (first === undefined) return;
    const places: Request[] = [];
    for (let place: Request | undefined = first; place !== undefined; place = place.next) places.push(place);
    TicketPermit.toNew(this.#gate).admitAll(places);
  }

  /** Takes the cown over from the dead. @returns undefined if it is not lost */
  takeOver(): TicketPermit | undefined {
    return TicketPermit.takeOver(this.#gate);
  }

  get isElsewhere(): boolean {
    const holder = holderOf(this.line);
    return holder !== 0 && holder !== this.domain.self;
  }

  lossError(): RegionError | undefined {
    return this.#gate.isLost ? this.#gate.lossError() : undefined;
  }

  fetch(): void {
    const { version } = this.#cell;
    // what is to be given back here is newer
    if (version === this.#version || this.#isChanged) return;
    // what cannot be read leaves nothing half read
    this.#version = undefined;
    this.#read();
    this.#version = version;
    this.#watch();
  }

  #read(): void {
    const published = this.#cell.read();
    const replica = this.#replica;
    this.#replica = undefined;
    if (published === IN_STRUCT) this.#renew({ struct: this.struct });
    else if ("value" in published) this.#renew(published);
    else if (replica?.generation === published.generation) {
      const replacement = replica.follow(published);
      if (replacement !== undefined) this.#renew(replacement);
      this.#replica = replica;
    } else {
      const read = Replica.read(this.#cell, published);
      this.#renew(read.content);
      this.#replica = read.replica;
    }
  }

  replaced(): void {
    this.#replica?.noteReplaced();
    this.#noteChange();
  }

  #noteChange(): void {
    // what a raw reference did while nobody here has the cown is not for others
    if (this.record.isWritten) this.#isChanged = true;
    else this.#version = this.#replica = undefined;
  }

  changed(region: RegionRecord, object: object | undefined, change: Change, key?: unknown): void {
    // it may have been taken out since it was watched
    const isHere = rootOf(region) === this.record.region;
    if (isHere) this.#noteChange();
    if (!isHere || this.#replica?.note(region, object, change, key) !== true) region.watcher = undefined;
  }

  publish(): RegionError | undefined {
    if (!this.#isChanged) return undefined;
    this.#isChanged = false;
    try {
      this.#version = this.#write();
    } catch (error) {
      // others cannot have what this thread has: so it has not, either
      this.#renew({});
      this.#version = this.#replica = undefined;
      return this.#refusal(error);
    }
    this.#watch();
    return undefined;
  }

  #renew({ value, region, struct }: Content): void {
    const old = this.record.renew(value, region, struct);
    if (old !== undefined) letGo(regionsIn(old));
  }

  #watch(): void {
    const { region } = this.record;
    if (region !== undefined) for (const each of regionsIn(region)) each.watcher = this;
  }

  #refusal(cause: unknown): RegionError {
    const { label } = this.record;
    const error = new RegionError(
      cause instanceof RegionError ? cause.code : "ERR_NOT_SENDABLE",
      `What ${label} holds cannot go to other threads, so it holds again what it did at the last release. ${cause instanceof Error ? cause.message : String(cause)}`,
      cause instanceof RegionError ? { path: cause.path, target: cause.target } : {},
    );
    error.cause = cause;
    return error;
  }
}
