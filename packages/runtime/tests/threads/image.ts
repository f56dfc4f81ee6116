import { isFrozen } from "../../src/index.js";
import { pushChildren } from "../../src/objects/children.js";
import { assemble } from "../../src/threads/image/assemble.js";
import { checkImage } from "../../src/threads/image/check.js";
import { decode } from "../../src/threads/image/decode.js";
import { Encoder, FROZEN_AREA, type Graph } from "../../src/threads/image/encode.js";

/** A graph of local objects and frozen ones. */
const local: Graph = {
  behind: () => undefined,
  areaOf(object) {
    if (isFrozen(object)) return FROZEN_AREA;
    // no region has looked at it yet
    pushChildren(object, []);
    return 1;
  },
  mayRefer: () => true,
  encodedIn: () => 1,
};

interface Image {
  readonly memory: ArrayBuffer;
  readonly resources: readonly object[];
}

function imageOf(value: unknown): Image {
  const encoder = new Encoder(local, 1);
  const root = encoder.encode(value);
  return { memory: assemble(encoder, root, [], (bytes) => new ArrayBuffer(bytes)), resources: encoder.resources };
}

function valueOf({ memory, resources }: Image): any {
  return decode(checkImage(memory, resources.length), resources).root;
}

/** Through an image and back. Buffers are copied, as if they had been transferred to another thread. */
export function throughImage(value: unknown): any {
  const { memory, resources } = imageOf(value);
  return valueOf({
    memory,
    resources: resources.map((resource) =>
      resource instanceof ArrayBuffer ? new Uint8Array(resource).slice().buffer : resource,
    ),
  });
}
