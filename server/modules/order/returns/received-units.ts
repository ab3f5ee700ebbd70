import { AppError, badRequest } from "../../../core/errors.ts";
import type { OrderLineRow } from "../present-order.ts";
import type { ReturnLineRow } from "./present-return.ts";
import type { ReceiveReturnInput } from "./schema.ts";

/** A line of a return with the line of the order that it is of. */
export interface ReturnedLine {
  line: ReturnLineRow;
  of: OrderLineRow;
}

type Counted = ReceiveReturnInput["lines"][number];

/** A line with how many of its units came back, and how many of those as they were sent. */
export interface ReceivedUnits {
  line: OrderLineRow;
  counted: Counted;
  count: number;
}

/** What was received of a return. @throws BAD_REQUEST unless each of its units is counted once, and no other */
export function receivedUnits(expected: readonly ReturnedLine[], lines: readonly Counted[]): ReceivedUnits[] {
  const byLine = new Map(expected.map((returned) => [returned.of.id, returned]));
  if (lines.length < byLine.size) throw badRequest("lines", "All lines of the return are to be counted");
  return lines.map((counted, index) => {
    const returned = byLine.get(counted.lineId);
    if (!returned) throw new AppError("NOT_FOUND");
    const { quantity } = returned.line;
    const { sellable, damaged, missing } = counted;
    if (sellable + damaged + missing !== quantity) {
      throw badRequest(`lines.${index}`, `${quantity} units are to be counted`);
    }
    return { line: returned.of, counted, count: sellable + damaged };
  });
}
