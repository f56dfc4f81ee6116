import { RegionError } from "../errors.js";
import { at } from "../handles/dead.js";
import { grant } from "../handles/handler.js";
import { viewFor } from "../handles/view.js";
import { type Access, type Cause, DEAD, isOpen, type Reader } from "../heap/region.js";
import { endBorrow, openBorrows, torch } from "../heap/torch.js";
import { assertClosed } from "../operations/assert-closed.js";
import { settings } from "../settings.js";
import { regionToHold } from "./content.js";
import { keeperBehind, type Viewing } from "./keeper.js";
import type { CownRecord, Hold } from "./record.js";

/** For writing: nobody else has the cown. */
class WriteHold implements Hold {
  constructor(readonly record: CownRecord) {}

  read(): unknown {
    this.record.sharing?.fetch();
    return this.record.show();
  }

  write(value: unknown, site: string | undefined): void {
    const { record } = this;
    if (record.keeper !== undefined && value === record.keeper.view()) return;
    const keeper = keeperBehind(value, record.label);
    const region = keeper === undefined ? regionToHold(value, record.label, record.region) : undefined;
    if (region !== undefined) {
      if (region === record.region) return;
      assertClosed(region, "give away", openBorrows(region));
      settings.checkRegion?.(region);
    }
    record.put(value, region, site, keeper);
  }

  end(cause: Cause): RegionError | undefined {
    const error = this.#end(cause);
    return this.record.sharing?.publish() ?? error;
  }

  #end(cause: Cause): RegionError | undefined {
    const { record } = this;
    record.keeper?.end(cause);
    if (record.taken === undefined && settings.checkRegion === undefined) {
      const { region } = record;
      if (region === undefined || !isOpen(region)) {
        if (region !== undefined) torch(region, cause);
        record.isWritten = false;
        return undefined;
      }
    }
    const borrows = record.reached().flatMap((region) => (isOpen(region) ? openBorrows(region) : []));
    let error = borrows.length === 0 ? undefined : leakError(record, borrows);
    try {
      record.check();
    } catch (broken) {
      error ??= broken as RegionError;
    }
    record.endHandles(cause);
    record.isWritten = false;
    return error;
  }
}

/** Takes a cown for writing. One object does for all who do that, one after another. */
export function writeHold(record: CownRecord): Hold {
  record.isWritten = true;
  return (record.writing ??= new WriteHold(record));
}

/** For reading: others may read at the same time, each by handles of its own. */
export class ReadHold implements Hold {
  #reader: Reader | undefined = undefined;
  #viewing: Viewing | undefined = undefined;

  constructor(readonly record: CownRecord) {
    record.readers += 1;
  }

  read(): unknown {
    const { record } = this;
    record.sharing?.fetch();
    if (record.keeper !== undefined) return (this.#viewing ??= record.keeper.read()).view;
    const shown = record.show();
    return typeof shown === "object" && shown !== null && record.region !== undefined
      ? viewFor((this.#reader ??= newReader(record)).access, shown)
      : shown;
  }

  write(): void {
    throw new RegionError(
      "ERR_READ_ONLY",
      `Cannot assign to the value of ${this.record.label}: it was acquired for reading. Acquire it for writing: when(cown, …) without read().`,
    );
  }

  end(cause: Cause): RegionError | undefined {
    const { record } = this;
    const reader = this.#reader;
    const borrows = [...(reader?.borrows ?? [])].filter(({ state }) => state !== DEAD);
    for (const borrow of borrows) endBorrow(borrow, borrow.site);
    reader?.access.end(cause);
    this.#viewing?.end(cause);
    record.readers -= 1;
    if (record.readers === 0 && !record.isWritten) record.endHandles(cause);
    return borrows.length === 0 ? undefined : leakError(record, borrows);
  }
}

function newReader(record: CownRecord): Reader {
  const access = grant(record.region!, "transient", undefined, undefined);
  const reader = { access, handles: new WeakMap<object, object>(), borrows: new Set<Access>() };
  access.restrict(reader);
  return reader;
}

function leakError(record: CownRecord, borrows: readonly Access[]): RegionError {
  const sites = [...new Set(borrows.map(({ site }) => site).filter((site) => site !== undefined))];
  const [some, have] = borrows.length === 1 ? ["A borrow", "has"] : [`${borrows.length} borrows`, "have"];
  return new RegionError(
    "ERR_BORROW_LEAKED",
    `${some} of what ${record.label} holds ${have} not ended when the cown was released ` +
      `(${sites.length > 0 ? `borrowed${at(sites.join(", "))}` : "configure({ sites: true }) tells where"}). ` +
      "The cown is released all the same, and what was borrowed is invalid. End borrows before: `using`, or the form borrow(handle, use).",
    { target: record.cown, sites },
  );
}
