import { freeze } from "../../operations/freeze.js";
import { assemble } from "../image/assemble.js";
import { checkImage } from "../image/check.js";
import { Encodings } from "../image/codecs.js";
import { decode } from "../image/decode.js";
import { Encoder } from "../image/encode.js";
import { SharedImage } from "../frozen/shared-image.js";
import { canShare, SharedWriter } from "../frozen/write.js";
import { frozenGraph } from "./region-graph.js";

let specimens: readonly unknown[] | undefined;

/**
 * An engine forgets the layout of objects when the last one is gone, and with it all code that it made for them. That
 * happens whenever it collects garbage between two messages. So one of each sort of ours is kept.
 */
export function keepLayouts(): void {
  if (specimens !== undefined) return;
  specimens = [];
  const value = freeze({ list: Array.from({ length: 1000 }, (_, i) => ({ i, text: "text", half: i / 2 })) });
  const encoder = new Encoder(frozenGraph);
  const image = checkImage(
    assemble(encoder, encoder.encode(value), [], (bytes) => new ArrayBuffer(bytes)),
    0,
  );
  specimens = [encoder, image, decode(image, [])];
  if (!canShare()) return;
  const writer = new SharedWriter(frozenGraph, new Encodings(), value);
  const { image: shared } = writer.placeOf(value);
  writer.finish();
  specimens = [...specimens, writer, shared, SharedImage.read(shared.memory, []).part(0)];
}
