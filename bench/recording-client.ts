import type { ResultSet, Transaction } from "@libsql/client";
import { LocalClient } from "../db/local/client.ts";

export type RoundTrip = Parameters<LocalClient["batch"]>[0];

/** Keeps every statement on its way to the database, together with those that went with it. */
export class RecordingClient extends LocalClient {
  readonly roundTrips: RoundTrip[] = [];

  override execute(...[statement, args]: Parameters<LocalClient["execute"]>): Promise<ResultSet> {
    this.roundTrips.push([typeof statement === "string" && args ? [statement, args] : statement]);
    return super.execute(statement, args);
  }

  override batch(statements: RoundTrip): Promise<ResultSet[]> {
    this.roundTrips.push(statements);
    return super.batch(statements);
  }

  override transaction(): Promise<Transaction> {
    throw new Error("an interactive transaction has no fixed number of round trips");
  }
}
