import { noSuch } from "./failure.ts";

/** The objects of one kind, in the order in which they were made. A row is never altered: a change replaces it. */
export class Table<Row extends { id: string }> {
  private readonly rows = new Map<string, Row>();

  constructor(private readonly kind: string) {}

  insert(row: Row): Row {
    this.rows.set(row.id, row);
    return row;
  }

  find(id: string | null): Row | undefined {
    return id === null ? undefined : this.rows.get(id);
  }

  get(id: string): Row {
    const row = this.rows.get(id);
    if (!row) throw noSuch(this.kind, id);
    return row;
  }

  change(id: string, changes: Partial<Row>): Row {
    return this.insert({ ...this.get(id), ...changes });
  }

  all(): Row[] {
    return [...this.rows.values()];
  }
}
