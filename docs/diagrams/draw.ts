// Draws the pictures of the guide anew.
import { mkdirSync, writeFileSync } from "node:fs";
import { drawAll, folder } from "./pictures.ts";

mkdirSync(folder, { recursive: true });
for (const [path, svg] of await drawAll()) writeFileSync(path, svg);
