import type { OrderStatus, ParcelStatus } from "../../db/enums.ts";

/** What may be done to an order; lines and parcels by their places. */
export type Command =
  | { type: "pay" | "expire" | "rob" | "cancelAll" }
  | { type: "cancel" | "fulfill"; line: number; count: number }
  | { type: "ship" | "deliver" | "takeBack"; parcel: number }
  | { type: "refund"; amount: number };

interface ModelLine {
  price: number;
  quantity: number;
  isShipped: boolean;
  fulfilled: number;
  canceled: number;
  onHand: number;
  reserved: number;
}

/** An order that waits for a bank transfer, in as few words as there are: what the real one is compared with. */
export class OrderModel {
  status: OrderStatus = "pending";
  captured = 0;
  refunded = 0;
  credited = 0;
  readonly lines: ModelLine[];
  readonly #total: number;
  readonly #attempt: { amount: number; state: "live" | "canceled" | "captured" };
  readonly #parcels: { status: ParcelStatus; line: number; count: number }[] = [];

  constructor(lines: readonly { price: number; quantity: number; isShipped: boolean; onHand: number }[]) {
    this.lines = lines.map((line) => ({ ...line, fulfilled: 0, canceled: 0, reserved: line.quantity }));
    const goods = lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
    this.#total = goods + (lines.some(({ isShipped }) => isShipped) ? 490 : 0);
    this.#attempt = { amount: this.#total, state: "live" };
  }

  get owed(): number {
    return Math.max(this.#due - this.#kept, 0);
  }

  /** Does it, or answers that it is refused. */
  run(command: Command): boolean {
    const done = this.#run(command);
    if (done) this.#advance();
    return done;
  }

  get #due(): number {
    return this.status === "expired" ? 0 : this.#total - this.credited;
  }

  get #kept(): number {
    return this.captured - this.refunded;
  }

  #run(command: Command): boolean {
    switch (command.type) {
      case "pay":
        return this.#pay();
      case "expire":
        return this.#expire();
      case "rob":
        for (const line of this.lines) line.onHand = line.reserved;
        return true;
      case "refund":
        if (command.amount > this.#kept) return false;
        this.refunded += command.amount;
        this.#credit(command.amount);
        return true;
      case "cancelAll":
        if (this.lines.some(({ fulfilled }) => fulfilled > 0)) return false;
        return this.#cancel(this.lines.map(open));
      case "cancel": {
        const counts = this.lines.map((_, place) => (place === command.line ? command.count : 0));
        return this.#cancel(counts);
      }
      case "fulfill":
        return this.#fulfill(command.line, command.count, "pending");
      default:
        return this.#move(command.type, command.parcel);
    }
  }

  #pay(): boolean {
    if (this.#attempt.state === "captured") return false;
    this.#attempt.state = "captured";
    this.captured += this.#attempt.amount;
    const isThere = this.lines.every((line) => line.onHand - line.reserved >= open(line));
    if (this.status === "expired" && isThere) {
      for (const line of this.lines) line.reserved += open(line);
      this.status = "confirmed";
    }
    this.#settle();
    return true;
  }

  #expire(): boolean {
    if (this.status !== "pending") return true; // nothing is due to end
    this.status = "expired";
    for (const line of this.lines) line.reserved = 0;
    this.#attempt.state = "canceled";
    return true;
  }

  #cancel(counts: readonly number[]): boolean {
    if (this.status !== "pending" && this.status !== "confirmed") return false;
    if (this.lines.some((line, place) => (counts[place] ?? 0) > open(line))) return false;
    for (const [place, line] of this.lines.entries()) {
      const count = counts[place] ?? 0;
      line.canceled += count;
      line.reserved -= count;
      this.#credit(count * line.price);
    }
    if (this.lines.every(({ canceled, quantity }) => canceled === quantity)) {
      this.status = "canceled";
      this.#credit(this.#total);
    }
    this.#settle();
    return true;
  }

  #fulfill(place: number, count: number, status: ParcelStatus): boolean {
    const line = this.lines[place];
    if (this.status !== "confirmed" || !line || count > open(line)) return false;
    line.fulfilled += count;
    line.reserved -= count;
    line.onHand -= count;
    this.#parcels.push({ status, line: place, count });
    return true;
  }

  #move(type: "ship" | "deliver" | "takeBack", place: number): boolean {
    const parcel = this.#parcels[place];
    const line = parcel && this.lines[parcel.line];
    if (!parcel || !line) return false;
    const isPending = parcel.status === "pending";
    if (!isPending && !(type === "deliver" && parcel.status === "shipped")) return false;
    parcel.status = ({ ship: "shipped", deliver: "delivered", takeBack: "canceled" } as const)[type];
    if (type === "takeBack") {
      line.fulfilled -= parcel.count;
      line.reserved += parcel.count;
      line.onHand += parcel.count;
    }
    return true;
  }

  #credit(amount: number): void {
    this.credited = Math.min(this.credited + amount, this.#total);
  }

  #settle(): void {
    this.refunded += Math.max(this.#kept - this.#due, 0);
    if (this.#attempt.state !== "live") return;
    if (this.owed === 0) this.#attempt.state = "canceled";
    else this.#attempt.amount = Math.min(this.#attempt.amount, this.owed);
  }

  #advance(): void {
    if (this.owed > 0) return;
    if (this.status === "pending") this.status = "confirmed";
    if (this.status !== "confirmed") return;
    // What needs no shipping goes together, as one parcel.
    const downloads = this.lines.filter((line) => !line.isShipped && open(line) > 0);
    for (const line of downloads) this.#fulfill(this.lines.indexOf(line), open(line), "delivered");
    const isThere = this.#parcels.every(({ status }) => status === "delivered" || status === "canceled");
    if (isThere && this.lines.every((line) => open(line) === 0)) this.status = "completed";
  }
}

function open({ quantity, fulfilled, canceled }: ModelLine): number {
  return quantity - fulfilled - canceled;
}
