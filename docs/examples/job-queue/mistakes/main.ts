import { run } from "../program.ts";
import * as parts from "./index.ts";

await run(parts);
