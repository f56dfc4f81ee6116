// A lost update
// Both withdrawals read 100 before they wait. The second to write wins: 78 are left, where it should be 67. "A bank of
// cowns" shows the remedy.

const account = { balance: 100 };

async function askForFee(amount: number): Promise<number> {
  await Promise.resolve();
  return amount / 10;
}

async function withdraw(amount: number): Promise<void> {
  const before = account.balance;
  const fee = await askForFee(amount);
  account.balance = before - amount - fee; // ✗ no-lost-update
}

await Promise.all([withdraw(10), withdraw(20)]);
console.log(account.balance); // 78
