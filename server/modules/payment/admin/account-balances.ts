import {
  type MoneyAccount,
  type MoneyMovementKind,
  moneyAccounts,
  moneyPostings,
  type PaymentProviderName,
} from "../../../../db/enums.ts";

/** What was moved of one kind. */
export interface Moved {
  provider: PaymentProviderName;
  currency: string;
  kind: MoneyMovementKind;
  amount: number;
}

export interface AccountBalances {
  provider: PaymentProviderName;
  currency: string;
  accounts: { account: MoneyAccount; opening: number; closing: number }[];
}

/** Where money was before and after some of it was moved, with each provider and in each currency: it all sums to zero. */
export function accountBalances(before: readonly Moved[], during: readonly Moved[]): AccountBalances[] {
  const groups = Map.groupBy([...before, ...during], ({ provider, currency }) => `${provider} ${currency}`);
  return [...groups.values()].flatMap(([first]) => {
    if (!first) return [];
    const { provider, currency } = first;
    const isIts = (moved: Moved) => moved.provider === provider && moved.currency === currency;
    const [opened, added] = [sumsOf(before.filter(isIts)), sumsOf(during.filter(isIts))];
    const accounts = moneyAccounts.map((account) => {
      const opening = opened.get(account) ?? 0;
      return { account, opening, closing: opening + (added.get(account) ?? 0) };
    });
    return [{ provider, currency, accounts }];
  });
}

function sumsOf(all: readonly Moved[]): Map<MoneyAccount, number> {
  const sums = new Map<MoneyAccount, number>();
  for (const { kind, amount } of all) {
    const { debit, credit } = moneyPostings[kind];
    sums.set(debit, (sums.get(debit) ?? 0) + amount);
    sums.set(credit, (sums.get(credit) ?? 0) - amount);
  }
  return sums;
}
