// The examples of docs/examples/behaviours, run.
import { Cown, move, quiesce, Region } from "regions-runtime";
import { describe, expect, test } from "vitest";
import { audit, openAccount, transfer } from "../examples/behaviours/bank.ts";
import { BoundedBuffer } from "../examples/behaviours/buffer.ts";
import { dine } from "../examples/behaviours/philosophers.ts";
import { sendRound } from "../examples/behaviours/ring.ts";
import { Workshop } from "../examples/behaviours/santa.ts";

describe("The bank", () => {
  test("No money is lost or made, in whatever direction it goes, and an audit sees that at any time", async () => {
    const accounts = Array.from({ length: 5 }, (_, i) => openAccount(`account ${i}`, 100));
    const outcomes: Promise<unknown>[] = [];
    for (let i = 0; i < 200; i++) {
      const [from, to] = [accounts[i % 5]!, accounts[(i * 3 + 1) % 5]!];
      if (from !== to) outcomes.push(transfer(from, to, 1 + (i % 40)).catch((error: unknown) => error));
      if (i % 20 === 0) outcomes.push(audit(accounts).then((sum) => expect(sum).toBe(500)));
    }
    const settled = await Promise.all(outcomes);
    expect(settled.some((outcome) => outcome instanceof RangeError)).toBe(true);
    expect(await audit(accounts)).toBe(500);
  });

  test("A transfer to the same account changes nothing", async () => {
    const account = openAccount("account", 100);
    await transfer(account, account, 30);
    expect(await audit([account])).toBe(100);
  });
});

test("The dining philosophers eat, all of them, as often as they like", async () => {
  expect(await dine(5, 20)).toEqual([20, 20, 20, 20, 20]);
  expect(await dine(2, 20)).toEqual([20, 20]);
});

test("The bounded buffer hands over every item once, in order, and never holds too many", async () => {
  const buffer = new BoundedBuffer<{ n: number }>(3);
  const taken: number[] = [];
  const make = async (): Promise<void> => {
    for (let n = 0; n < 20; n++) await buffer.put(new Region({ n }));
  };
  const use = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) taken.push(move(await buffer.take()).n);
  };
  await Promise.all([make(), use()]);
  expect(taken).toEqual(Array.from({ length: 20 }, (_, n) => n));
});

test("Santa delivers when nine reindeer are back, and sees elves by threes", async () => {
  const workshop = new Workshop();
  for (let i = 0; i < 20; i++) {
    void workshop.reindeer();
    void workshop.elf();
  }
  await quiesce();
  expect(await workshop.diary()).toEqual({ deliveries: 2, consultations: 6 });
});

test("A token goes round a ring of 1,000 cowns", async () => {
  expect(await sendRound(1000, 3)).toEqual(new Array<number>(1000).fill(3));
  expect(new Cown(0).state).toBe("released");
});
