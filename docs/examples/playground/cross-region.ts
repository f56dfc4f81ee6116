// From one region into another
// Regions share no objects: otherwise they could not be separated any more. A copy, something frozen, or a whole region may go over.

import { freeze, Region } from "regions-runtime";

const jobs = new Region({ steps: ["created"], about: freeze({ priority: 1 }) }, { name: "jobs" });
const archive = new Region<{ steps?: string[]; about?: object }>({}, { name: "archive" });

archive.about = jobs.about; // frozen: everybody may refer to it
archive.steps = [...jobs.steps]; // a copy
archive.steps = jobs.steps; // ✗ no-cross-region-reference, throws ERR_CROSS_REGION
