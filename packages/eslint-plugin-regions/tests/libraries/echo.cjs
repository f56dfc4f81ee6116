/** A task for a thread of a pool: the length of a buffer. */
module.exports = (buffer) => buffer.byteLength;
