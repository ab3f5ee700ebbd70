import { z } from "zod";
import type { AssessedTax, TaxAssessment, TaxRequest } from "../../core/ports.ts";

const taxes = z
  .array(
    z.object({
      name: z.string().trim().min(1).max(100),
      rate: z.int().min(0).max(1_000_000),
      amount: z.int().min(0),
    }),
  )
  .max(20);

/** What a calculator answers. */
export const answerSchema = z.object({
  items: z.array(z.object({ id: z.string(), taxes })),
  shipping: taxes,
  total: z.int().min(0),
});

type Answer = z.output<typeof answerSchema>;

/** The answer as an assessment. @throws an error that says why it cannot be one of that request */
export function readAnswer(request: TaxRequest, answer: Answer): TaxAssessment {
  const items = new Map(answer.items.map((item) => [item.id, item.taxes]));
  if (items.size !== answer.items.length) throw new Error("it names an item twice");
  if (items.size !== request.items.length) throw new Error("it does not name the items that were asked for");
  for (const { id, amount } of request.items) {
    const known = items.get(id);
    if (!known) throw new Error("it does not name the items that were asked for");
    assertPossible(known, amount, request);
  }
  assertPossible(answer.shipping, request.shippingAmount, request);
  const parts = [...items.values(), answer.shipping].map(sumOf);
  if (parts.reduce((sum, part) => sum + part, 0) !== answer.total) {
    throw new Error("its total is not the sum of its taxes");
  }
  return { items, shipping: answer.shipping };
}

/** No tax takes more than there is, nor do several of what holds them already. */
function assertPossible(
  taxes: readonly AssessedTax[],
  amount: number,
  { pricesIncludeTax }: TaxRequest,
): void {
  const isTooMuch = pricesIncludeTax ? sumOf(taxes) > amount : taxes.some((tax) => tax.amount > amount);
  if (isTooMuch) throw new Error("it takes more than there is");
}

function sumOf(taxes: readonly AssessedTax[]): number {
  return taxes.reduce((sum, { amount }) => sum + amount, 0);
}
