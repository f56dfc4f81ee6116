// A bank of cowns
// A transfer takes both accounts at once, so that transfers in opposite directions cannot wait for each other for ever. Behind the
// guard's back there is no way to a balance.

import { Cown, Region, when } from "regions-runtime";

interface Account {
  balance: number;
}
const ada = new Cown(new Region<Account>({ balance: 100 }, { name: "Ada's account" }), { name: "Ada" });
const bob = new Cown(new Region<Account>({ balance: 100 }, { name: "Bob's account" }), { name: "Bob" });

function transfer(from: Cown<Region<Account>>, to: Cown<Region<Account>>, amount: number): Promise<void> {
  return when([from, to], async (payer, payee) => {
    await Promise.resolve(); // however long it takes, nobody else gets in between
    payer.value.balance -= amount;
    payee.value.balance += amount;
  });
}

await Promise.all([transfer(ada, bob, 30), transfer(bob, ada, 10), transfer(ada, bob, 5)]);
await when([ada, bob], (a, b) => {
  console.log(a.value.balance, b.value.balance); // 75 125
});

const guard = await ada.acquire();
guard[Symbol.dispose]();
console.log(guard.value.balance); // ✗ no-unguarded-cown, throws ERR_COWN_NOT_ACQUIRED
