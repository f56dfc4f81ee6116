import { RegionError } from "../errors.js";
import { at } from "../handles/dead.js";
import { type Access, nameOf, type RegionRecord } from "../heap/region.js";

/** As many sites as anybody would read in a message; the error has all of them. */
const MANY = 10;

/** Throws when there are borrows that hinder an operation. */
export function assertClosed(region: RegionRecord, operation: string, borrows: readonly Access[]): void {
  if (borrows.length === 0) return;
  const sites = [...new Set(borrows.map(({ site }) => site).filter((site) => site !== undefined))];
  const some =
    sites.length > MANY
      ? `${sites.slice(0, MANY).join(", ")} and ${sites.length - MANY} more places`
      : sites.join(", ");
  const names = [...new Set(borrows.map((borrow) => (borrow.region === region ? "it" : nameOf(borrow.region))))];
  throw new RegionError(
    "ERR_BORROWED",
    `Cannot ${operation} ${nameOf(region)}: ${borrows.length} borrow${borrows.length === 1 ? "" : "s"} of ${names.join(", ")} ${borrows.length === 1 ? "has" : "have"} not ended ` +
      `(${sites.length > 0 ? `borrowed${at(some)}` : "configure({ sites: true }) tells where"}). ` +
      "End them first: `using`, the form borrow(handle, use), or close(region).",
    { target: region.bridge, sites },
  );
}
