/** A price that holds from a quantity on and between two moments, in milliseconds; null is no bound. */
export interface Offer {
  amount: number;
  minQuantity: number;
  startsAt: number | null;
  /** The first moment it no longer holds. */
  endsAt: number | null;
}

export interface Occasion {
  quantity: number;
  now: Date;
}

/** What one of so many units costs at that moment: the lowest of the price and the offers that hold. */
export function unitPrice(amount: number, offers: readonly Offer[], occasion: Occasion): number {
  return Math.min(amount, ...offers.filter((offer) => holds(offer, occasion)).map((offer) => offer.amount));
}

function holds({ minQuantity, startsAt, endsAt }: Offer, { quantity, now }: Occasion): boolean {
  const moment = now.getTime();
  return (
    minQuantity <= quantity &&
    (startsAt === null || startsAt <= moment) &&
    (endsAt === null || moment < endsAt)
  );
}
