import { resolve } from "node:path";
import { toSvg } from "regions-runtime/diagram";
import { scenes } from "./scenes.ts";

/** Where the pictures are that the guide shows. */
export const folder = resolve(import.meta.dirname, "../guide/pictures");

/** Every picture, by the path of its file. */
export async function drawAll(): Promise<ReadonlyMap<string, string>> {
  const pictures = new Map<string, string>();
  for (const [name, draw] of Object.entries(scenes))
    pictures.set(
      resolve(folder, `${name}.svg`),
      await toSvg(await draw(), name === "folded" ? { maxChildren: 4 } : {}),
    );
  return pictures;
}
