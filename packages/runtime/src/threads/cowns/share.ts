import type { CownRecord } from "../../cowns/record.js";
import { RegionError } from "../../errors.js";
import { holderBehind } from "../../heap/holder.js";
import { Cown } from "../../operations/cown.js";
import { homeDomain, joinDomain } from "../domain/domain.js";
import { assertCanWait } from "../domain/waiting-async.js";
import { expect } from "../image/bad-packet.js";
import { allocate, openPage } from "../line/page.js";
import { type CownAddress, isCownAddress } from "../packets/protocol.js";
import { isSharedMemory } from "../shared-memory.js";
import { newContentMemory } from "./cell.js";
import { openStruct, type StructRecord } from "../struct/record.js";
import { know, knownCown } from "./known.js";
import { SharedCown } from "./shared-cown.js";

/** What a thread has to know of a cown, to have it, too; in the place of each cown among what travels beside an image. */
export function addressed(resources: readonly object[]): object[] {
  return resources.map((resource) => {
    const record = holderBehind(resource);
    return record === undefined ? resource : addressOf(record as CownRecord);
  });
}

function addressOf(record: CownRecord): CownAddress {
  const { domain, address, memory, struct } = (record.sharing as SharedCown | undefined) ?? share(record);
  return {
    domain: domain.words.buffer,
    page: address.page.words.buffer,
    index: address.index,
    memory,
    name: record.name,
    struct: struct && { memory: struct.memory.buffer, fields: struct.shape.fields },
  };
}

/** Makes a cown one of several threads. Changes nothing where that cannot be. */
function share(record: CownRecord): SharedCown {
  assertCanWait();
  if (record.state === "pending")
    throw new RegionError(
      "ERR_BORROWED",
      `Cannot send ${record.label}: what it holds is borrowed since before it was given to the cown. End the borrows first.`,
      { target: record.cown },
    );
  const domain = homeDomain();
  const struct = record.keeper as StructRecord | undefined;
  const shared = new SharedCown(record, domain, allocate(domain), newContentMemory(), struct);
  shared.publishFirst();
  shared.begin();
  shared.admitPresent();
  know(shared);
  return shared;
}

/** The cowns that came with a message, in the places of their addresses. */
export function opened(resources: readonly object[]): object[] {
  return resources.map((resource) => (isCownAddress(resource) ? open(resource) : resource));
}

function open({ domain: buffer, page: words, index, memory, name, struct }: CownAddress): object {
  assertCanWait();
  const domain = joinDomain(buffer);
  expect(domain !== undefined, "it has a cown that no threads share");
  const page = openPage(domain, words);
  const line = page?.line(index);
  expect(page !== undefined && line !== undefined && isSharedMemory(memory), "it has a cown that is nowhere");
  const fields = struct && openStruct(struct);
  const known = knownCown(domain, line.number);
  if (known !== undefined) return known;
  const cown = new Cown<unknown>(undefined, name === undefined ? {} : { name });
  const shared = new SharedCown(holderBehind(cown) as CownRecord, domain, { page, index }, memory, fields);
  shared.begin();
  know(shared);
  return cown;
}
