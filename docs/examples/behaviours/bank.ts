import { Cown, read, Region, when } from "regions-runtime";

/** An account is a region, so that nobody has its history but who has acquired it. */
export interface Account {
  balance: number;
  history: string[];
}

export const openAccount = (name: string, balance: number): Cown<Region<Account>> =>
  new Cown<Region<Account>>(new Region<Account>({ balance, history: [`opened with ${balance}`] }), { name });

/** Both accounts at once: no order to keep to, and no moment in which the money is nowhere. */
export function transfer(from: Cown<Region<Account>>, to: Cown<Region<Account>>, amount: number): Promise<void> {
  return when([from, to], (payer, payee) => {
    if (payer.value.balance < amount) throw new RangeError(`${payer.value.balance} is less than ${amount}`);
    payer.value.balance -= amount;
    payee.value.balance += amount;
    payer.value.history.push(`paid ${amount}`);
    payee.value.history.push(`got ${amount}`);
  });
}

/** All balances of one moment. Audits run together, and between transfers. */
export function audit(accounts: readonly Cown<Region<Account>>[]): Promise<number> {
  return when(accounts.map(read), (...held) => held.reduce((sum, { value }) => sum + value.balance, 0));
}
