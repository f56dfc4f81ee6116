import type { Face } from "../handles/face.js";
import { tracking } from "../handles/tracking.js";
import { type Access, DEAD, type RegionRecord, type Role } from "../heap/region.js";
import { callSite, settings } from "../settings.js";

/** A handle that was made since handles are tracked. */
interface Entry {
  readonly handle: WeakRef<object>;
  readonly face: Face;
  readonly access: Access;
  readonly site: string | undefined;
}

const entries = new Set<Entry>();
const byFace = new WeakMap<Face, Entry>();

/** Keeps account of every handle from now on, without keeping any of them alive. */
export function trackHandles(): void {
  tracking.now ??= {
    made(handle, face, access) {
      const entry = { handle: new WeakRef(handle), face, access, site: access.site ?? siteOf(access) };
      entries.add(entry);
      if (access.role !== "borrow") byFace.set(face, entry);
    },
    find(face) {
      const entry = byFace.get(face);
      return entry === undefined || entry.access.state === DEAD ? undefined : entry.handle.deref();
    },
  };
}

/** The handles of a region that work and that somebody references, as far as the garbage collector knows. */
export function trackedHandles(region: RegionRecord): { face: Face; role: Role; site: string | undefined }[] {
  (globalThis as { gc?: () => void }).gc?.();
  const found = [];
  for (const entry of entries) {
    const { handle, face, access, site } = entry;
    if (access.state === DEAD || handle.deref() === undefined) entries.delete(entry);
    else if (access.region === region) found.push({ face, role: access.role, site });
  }
  return found;
}

/** Where the program read what the handle stands for: below one of the traps, which are methods of the access. */
function siteOf(access: Access): string | undefined {
  if (settings.recordSite === undefined) return undefined;
  const traps = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(access) as object);
  for (const { value } of Object.values(traps)) {
    const site = typeof value === "function" ? callSite(value as () => void) : undefined;
    if (site !== undefined) return site;
  }
  return undefined;
}
