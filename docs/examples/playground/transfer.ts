// Use after transfer, without the runtime
// A platform rule, for any code base. The buffer has gone with the message, and the view of it is empty: no error says so, there
// just is nothing in it.

const { port1, port2 } = new MessageChannel();

const pixels = new Uint8Array([1, 2, 3]);
const { buffer } = pixels;
port1.postMessage(buffer, [buffer]);
console.log(pixels[0]); // ✗ no-use-after-transfer

port1.close();
port2.close();
