interface Open {
  close(): Promise<void>;
}

const open = new Set<Open>();

export function noteOpen(shop: Open): void {
  open.add(shop);
}

/** Answers whether it was open until now. */
export function noteClosed(shop: Open): boolean {
  return open.delete(shop);
}

export async function closeTestShops(): Promise<void> {
  await Promise.all([...open].map((shop) => shop.close()));
}
