export { recover } from "./threads/cowns/recover.js";
export { listen } from "./threads/packets/listen.js";
export { pack } from "./threads/packets/pack.js";
export { send } from "./threads/packets/send.js";
export { unpack } from "./threads/packets/unpack.js";
export { materialize } from "./threads/frozen/materialize.js";
export type { Listenable, Packet, Postable, Transferable } from "./threads/types.js";
export { struct } from "./threads/struct/struct.js";
export type { FieldType, StructOf, StructSchema } from "./threads/struct/schema.js";
