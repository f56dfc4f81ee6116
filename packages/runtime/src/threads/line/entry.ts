import { Domain } from "../domain/domain.js";
import { assertCanWait, onceChanged } from "../domain/waiting-async.js";
import { noteBriefWait, waitBriefly } from "./brief-wait.js";
import { beginWait, endWait } from "./keep-alive.js";
import { hasLeases, heatUp, leaseFor, leaveOrKeep, NO_TURN, takeLease, turnFor } from "./lease.js";
import { type Lease, Line } from "./line.js";
import { isCrowded, type Obstacle, queueUp, retryQueued } from "./overflow.js";
import { HEAD, memberOf } from "./place.js";
import { isLast, settle, tryTake } from "./protocol.js";
import { ask, giveUpAll, holdAll, leaveAll, type Lost, progress, type Request, SERVED, type Sleep } from "./request.js";
import { endTurn } from "./turn.js";

/** Who enters lines. */
export interface Visitor {
  /** It has all lines. Not called when it has them at once. */
  served(): void;
  /** The holder of this line has died, and the visitor is out of all lines again. Never called at once. */
  lost(line: Line): void;
}

/** Somebody's way through lines: waiting for all of them, having them, leaving them. */
export class Entry {
  state: "waits" | "has" | "out" = "out";
  #request: Request | undefined = undefined;
  /** How a single line is had. */
  #lease: Lease | undefined = undefined;
  #ignoreDeaths: (() => void) | undefined = undefined;
  /** The word that tells of a change is this one of this line. */
  #asleep: Sleep | undefined = undefined;

  /** @param lines each of them once, in the order of their numbers */
  private constructor(
    readonly domain: Domain,
    readonly lines: readonly Line[],
    readonly visitor: Visitor,
  ) {}

  /**
   * Takes the lines, or a place in each of them, in an order that is the same for all who enter several lines.
   *
   * @param lines each of them once, in the order of their numbers
   */
  static enter(domain: Domain, lines: readonly Line[], visitor: Visitor): Entry {
    const entry = new Entry(domain, lines, visitor);
    if (lines.length !== 1 || !domain.isReady) {
      if (hasLeases()) endTurn();
      entry.#ask(NO_TURN);
    } else if (isCrowded() || !entry.#take(lines[0]!)) entry.#ask(turnFor(lines[0]!));
    return entry;
  }

  /** Takes a line if nobody has it or wants it. */
  static tryEnter(domain: Domain, line: Line, visitor: Visitor): Entry | undefined {
    if (!domain.isReady) return undefined;
    const entry = new Entry(domain, [line], visitor);
    if (entry.#take(line)) return entry;
    settle(line);
    return entry.#take(line) ? entry : undefined;
  }

  /** Takes a line that no other thread knows yet. */
  static takeNew(domain: Domain, line: Line, visitor: Visitor): Entry {
    const entry = new Entry(domain, [line], visitor);
    entry.#take(line);
    return entry;
  }

  /** For a line that was taken over from the dead. */
  static holding(domain: Domain, line: Line, ticket: number, visitor: Visitor): Entry {
    const entry = new Entry(domain, [line], visitor);
    entry.#has(leaseFor(ticket, NO_TURN));
    return entry;
  }

  #take(line: Line): boolean {
    const kept = takeLease(line);
    if (kept !== undefined) return this.#has(kept);
    // what comes with another line can tell of those who wait for what this thread has kept
    if (hasLeases()) endTurn();
    const turn = turnFor(line);
    const ticket = tryTake(line, this.domain.self);
    return ticket !== undefined && this.#has(leaseFor(ticket, turn));
  }

  #has(lease: Lease | undefined): true {
    this.#lease = lease;
    this.state = "has";
    return true;
  }

  #ask(turn: number): void {
    // first: afterwards there would be a ticket to give back
    assertCanWait();
    const asked = isCrowded() ? undefined : this.#tryAsk();
    if (asked === undefined || asked instanceof Line || asked instanceof Domain) {
      this.#beginWaiting();
      queueUp(() => this.#retry(), asked);
      return;
    }
    this.#request = asked;
    const standing = this.#waitBriefly(asked, progress(asked));
    if (standing === SERVED) {
      this.#hold(asked, turn);
      return;
    }
    this.#beginWaiting();
    if ("lost" in standing) queueMicrotask(() => this.#step());
    else this.#sleep(standing);
  }

  #waitBriefly(request: Request, standing: typeof SERVED | Lost | Sleep): typeof SERVED | Lost | Sleep {
    if (standing === SERVED || "lost" in standing || this.lines.length > 1) return standing;
    const line = this.lines[0]!;
    heatUp(line);
    if (line.waiting > 0 || !waitBriefly(standing, request.tickets[0]!, this.domain.self)) return standing;
    const now = progress(request);
    noteBriefWait(line, now !== SERVED);
    return now;
  }

  #hold(request: Request, turn: number): void {
    holdAll(request);
    this.#has(this.lines.length === 1 ? leaseFor(request.tickets[0]!, turn) : undefined);
  }

  #tryAsk(): Request | Obstacle {
    return this.domain.isReady ? ask(this.lines, this.domain.self) : this.domain;
  }

  /** There may be room now. */
  #retry(): Obstacle | undefined {
    if (this.state !== "waits") return undefined;
    const asked = this.#tryAsk();
    if (asked instanceof Line || asked instanceof Domain) return asked;
    this.#request = asked;
    this.#step();
    return undefined;
  }

  /** Something has changed, or somebody has died. */
  #step(): void {
    const request = this.#request;
    if (this.state !== "waits") return;
    if (request === undefined) {
      retryQueued();
      return;
    }
    const standing = progress(request);
    if (standing === SERVED) {
      this.#endWaiting();
      // the turn has just begun, if this thread can know of nobody who waits
      const [line] = this.lines;
      const turn = line !== undefined && isLast(line, request.tickets[0]!) ? turnFor(line) : NO_TURN;
      this.#hold(request, turn);
      this.visitor.served();
    } else if ("lost" in standing) {
      this.#out(request);
      this.visitor.lost(standing.lost);
    } else this.#sleep(standing);
  }

  #sleep(sleep: Sleep): void {
    if (this.#asleep?.line === sleep.line) return;
    this.#asleep = sleep;
    const { line, place, word } = sleep;
    this.#watchThoseBefore(line);
    onceChanged(line.words, place, word, () => {
      if (this.#asleep === sleep) this.#asleep = undefined;
      this.#step();
    });
  }

  /** Where nobody tells of deaths unasked, those have to be asked about for whom this waits. */
  #watchThoseBefore(line: Line): void {
    if (this.domain.locks === undefined) return;
    const head = Atomics.load(line.words, line.at + HEAD);
    for (let ticket = head; ticket !== ((head + line.size) | 0); ticket = (ticket + 1) | 0) {
      const word = Atomics.load(line.words, line.placeOf(ticket));
      if (word > 0) this.domain.watch(memberOf(word));
    }
  }

  #beginWaiting(): void {
    this.state = "waits";
    for (const line of this.lines) line.waiting += 1;
    beginWait();
    this.#ignoreDeaths = this.domain.epoch.onDeath(() => this.#step());
  }

  #endWaiting(): void {
    this.state = "out";
    for (const line of this.lines) line.waiting -= 1;
    endWait();
    this.#ignoreDeaths?.();
  }

  #out(request: Request): void {
    this.#endWaiting();
    giveUpAll(request);
  }

  /** Has nobody asked for any of the lines after this one did? */
  isLast(): boolean {
    if (this.state === "out") return false;
    if (this.#lease !== undefined) return isLast(this.lines[0]!, this.#lease.ticket);
    const request = this.#request;
    return request !== undefined && this.lines.every((line, i) => isLast(line, request.tickets[i]!));
  }

  /** Leaves the lines, which it has. */
  release(): void {
    if (this.state !== "has") return;
    this.state = "out";
    if (this.#lease === undefined) leaveAll(this.#request!);
    else leaveOrKeep(this.lines[0]!, this.#lease);
  }

  /** Does not wait any longer. */
  cancel(): void {
    if (this.state !== "waits") return;
    if (this.#request === undefined) this.#endWaiting();
    else this.#out(this.#request);
  }
}
