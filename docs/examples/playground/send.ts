// Sending a region to a thread
// Here both ends of the channel are in one thread; it is the same with a worker. What is sent belongs to the receiver, whole: with its
// parts, and without a copy of its buffers.

import { Region } from "regions-runtime";
import { listen, send } from "regions-runtime/threads";

const { port1, port2 } = new MessageChannel();
const image = new Region({ width: 2, pixels: new Uint8Array(4) }, { name: "image" });
image.pixels.set([1, 2, 3, 4]);

const arrived = new Promise<number>((resolve) => {
  const listening = listen(port2, (received: Region<{ width: number; pixels: Uint8Array }>) => {
    resolve(received.pixels[3] ?? 0);
    listening[Symbol.dispose]();
  });
});
send(port1, image);
console.log(await arrived); // 4
port1.close();

image.width = 3; // ✗ no-use-after-move, throws ERR_USE_AFTER_MOVE
