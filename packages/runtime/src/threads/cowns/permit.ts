import type { Permit, Request, Task } from "../../cowns/scheduler.js";
import type { RegionError } from "../../errors.js";
import type { Domain } from "../domain/domain.js";
import { Entry, type Visitor } from "../line/entry.js";
import type { Line } from "../line/line.js";
import { takeOver } from "../line/protocol.js";

/** To one cown. */
export interface Way {
  readonly domain: Domain;
  readonly line: Line;
  /** That one. */
  readonly lines: readonly Line[];
  /** The error for a cown whose holder has died. */
  lossError(): RegionError;
}

/**
 * The tickets by which tasks of this thread have a cown that other threads have, too, or several of them: those of one
 * task, and of all that came after it for the same cowns while nobody else had asked for any of them. That is the order
 * in which they would be served if each had tickets of its own.
 */
export class TicketPermit implements Permit, Visitor {
  #entry: Entry | undefined = undefined;
  /** Places of tasks that it lets through. */
  #places = 0;
  /** Tasks that wait for it. */
  #waiting: Set<Task> | undefined = undefined;

  private constructor(readonly ways: readonly Way[]) {}

  /** @param ways each of them once, in the order of the numbers of their lines; all of one domain */
  static ask(ways: readonly Way[]): TicketPermit {
    const permit = new TicketPermit(ways);
    const first = ways[0]!;
    const lines = ways.length === 1 ? first.lines : ways.map(({ line }) => line);
    permit.#entry = Entry.enter(first.domain, lines, permit);
    return permit;
  }

  /** To a cown that no other thread knows yet. */
  static toNew(way: Way): TicketPermit {
    const permit = new TicketPermit([way]);
    permit.#entry = Entry.takeNew(way.domain, way.line, permit);
    return permit;
  }

  /** @returns undefined if anybody has the cown, or wants it */
  static tryAsk(way: Way): TicketPermit | undefined {
    const permit = new TicketPermit([way]);
    permit.#entry = Entry.tryEnter(way.domain, way.line, permit);
    return permit.#entry && permit;
  }

  /** @returns undefined if the cown is not lost */
  static takeOver(way: Way): TicketPermit | undefined {
    const { domain, line } = way;
    const ticket = takeOver(line, domain.self);
    if (ticket === undefined) return undefined;
    const permit = new TicketPermit([way]);
    permit.#entry = Entry.holding(domain, line, ticket, permit);
    return permit;
  }

  get waits(): boolean {
    return this.#entry!.state === "waits";
  }

  /** Has nobody else asked for any of the cowns since? */
  isLast(): boolean {
    return this.#entry!.isLast();
  }

  isFor(ways: readonly Way[]): boolean {
    return ways === this.ways || (ways.length === this.ways.length && ways.every((way, i) => way === this.ways[i]));
  }

  admit(task: Task): void {
    for (let place = task.places; place !== undefined; place = place.sibling)
      if (place.line.gate !== undefined) {
        place.permit = this;
        this.#places += 1;
      }
    if (!this.waits) return;
    task.missing += 1;
    (this.#waiting ??= new Set()).add(task);
  }

  /** For tasks that stood in the line of a cown before it was shared. */
  admitAll(places: Iterable<Request>): void {
    for (const place of places) {
      place.permit = this;
      this.#places += 1;
    }
  }

  leave(task: Task): void {
    this.#waiting?.delete(task);
    this.#places -= 1;
    if (this.#places > 0) return;
    this.#entry!.cancel();
    this.#entry!.release();
  }

  served(): void {
    const waiting = this.#waiting!;
    this.#waiting = undefined;
    for (const task of waiting) {
      task.missing -= 1;
      if (task.missing === 0) task.ready();
    }
  }

  lost(line: Line): void {
    const way = this.ways.find((other) => other.line === line)!;
    // each leaves when it fails
    for (const task of [...this.#waiting!]) task.fail(way.lossError());
  }
}
