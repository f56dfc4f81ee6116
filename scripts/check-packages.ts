// Checks the packages as they would be published: files, exports and types resolve for every kind of importer.
import { pack, run, temporaryFolder } from "./packing.ts";

const folder = temporaryFolder();
const runtime = pack("runtime", folder);
const plugin = pack("eslint-plugin-regions", folder);

run("publint", ["run", "--strict", runtime]);
run("publint", ["run", "--strict", plugin]);
run("attw", ["--profile", "node16", runtime]); // ES modules and CommonJS
run("attw", ["--profile", "esm-only", plugin]); // CommonJS gets it through require(esm), which Node >= 20.19 has
