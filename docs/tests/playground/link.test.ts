import { randomBytes } from "node:crypto";
import { deflateSync } from "fflate";
import { expect, test } from "vitest";
import { codeIn, hashOf } from "../../playground/page/link.ts";

test.each([
  ["nothing", ""],
  ["signs of all kinds", "const ✓ = '😀\\u0000';\r\n\u2028"],
  ["what is long and can hardly be made shorter", randomBytes(300_000).toString("base64")],
])("A link carries %s", (_, code) => {
  expect(hashOf(code)).toMatch(/^#code=[\w-]*$/);
  expect(codeIn(hashOf(code))).toBe(code);
});

test("An address without program carries none", () => {
  expect(codeIn("")).toBeUndefined();
  expect(codeIn("#VPContent")).toBeUndefined();
});

test.each([
  ["no base64", "#code=(((("],
  ["nothing that was packed", "#code=broken"],
  ["what is packed by half", hashOf("const half = [1, 2, 3];".repeat(9)).slice(0, 30)],
])("A link with %s is broken", (_, hash) => {
  expect(() => codeIn(hash)).toThrow();
});

test("A short link cannot fill the memory", () => {
  const bomb = Buffer.from(deflateSync(new Uint8Array(20_000_000))).toString("base64url");
  expect(bomb.length).toBeLessThan(50_000);
  expect(() => codeIn(`#code=${bomb}`)).toThrow("longer than 1000000 bytes");
});
