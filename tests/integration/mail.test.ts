import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import type { Mail, Mailer } from "../../server/core/ports.ts";
import { createFileMailer } from "../../server/infra/file-mailer.ts";
import { createSmtpMailer } from "../../server/infra/smtp-mailer.ts";
import { longest } from "../../server/jobs/backoff.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newClock } from "../helpers/clock.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { readOutbox } from "../helpers/outbox.ts";
import { startSmtpServer } from "../helpers/smtp.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const from = { name: "The Shop, Inc.", address: "orders@shop.example" };

const mail: Mail = {
  id: "order.placed.ord_1",
  to: "ada@example.com",
  subject: "Your order – 7K3MQ",
  text: "Thank you\n.\nGrüße",
  html: "<p>Thank you</p>",
};

async function placeOrder(shop: TestShop) {
  return placeOrderOf(shop, await newProduct(shop.db));
}

async function placeOrderOf(shop: TestShop, { variantId }: { variantId: string }) {
  const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 2 }]);
  return shop.client.order.place.mutate({ cartId, provider: "manual" });
}

describe("an order that was placed", () => {
  test("is confirmed by one mail that lets a guest see it again", async () => {
    const shop = await createTestShop();
    const { order, accessToken } = await placeOrder(shop);
    expect(shop.mails).toEqual([]);
    await shop.deliver();
    await shop.deliver();
    expect(shop.mails.length).toBe(1);
    expect(shop.mails[0]).toMatchObject({ to: "ada@example.com", subject: `Your order ${order.number}` });
    for (const body of [shop.mails[0]?.text, shop.mails[0]?.html]) {
      expect(body).toContain("24.90 EUR");
      expect(body).toContain(order.id);
      expect(body).toContain(accessToken ?? "");
    }
  });

  test("is confirmed once, however often it is placed again", async () => {
    const shop = await createTestShop();
    const { variantId } = await newProduct(shop.db);
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
    const place = () => shop.client.order.place.mutate({ cartId, provider: "manual" });
    await Promise.all([place(), place(), place()]);
    await shop.deliver();
    await place();
    await shop.deliver();
    expect(shop.mails.length).toBe(1);
  });

  test("is confirmed once by a mailer that fails twice first", async () => {
    const clock = newClock();
    const sent: Mail[] = [];
    let attempts = 0;
    const mailer: Mailer = {
      async send(mail) {
        attempts += 1;
        if (attempts <= 2) throw new Error("451 try again");
        sent.push(mail);
      },
    };
    const shop = await createTestShop({ clock, mailer });
    await placeOrder(shop);
    for (let round = 0; round < 5; round++) {
      await shop.deliver();
      clock.advance(longest);
    }
    expect(attempts).toBe(3);
    expect(sent.length).toBe(1);
  });
});

test("an order that staff change tells its buyer what they get, and what is to be paid how", async () => {
  const server = await startSmtpServer();
  const shop = await createTestShop({ mailer: createSmtpMailer(server.url, from) });
  const { order } = await placeOrder(shop);
  const { variantId } = await newProduct(shop.db, { title: "Tea", amount: 700 });
  const { client: staff } = await newStaff(shop);
  const told = async () => {
    await shop.deliver();
    return server.received.filter(({ subject }) => subject === `Changed: your order ${order.number}`);
  };
  const { id } = order;
  const set = [{ lineId: order.lines[0]?.id ?? "", quantity: 1 }];
  const more = await staff.admin.orders.edit.mutate({
    id,
    version: 1,
    set,
    add: [{ variantId, quantity: 2 }],
  });
  const [raised] = await told();
  expect(raised?.to).toMatchObject({ text: "ada@example.com" });
  for (const body of [raised?.text, String(raised?.html)]) {
    expect(body).toContain(
      `28.90 EUR is still to be paid. Please have it ready in cash when it is delivered.`,
    );
    expect(body).toContain("No longer: 1 × Coffee");
    expect(body).toContain("New: 2 × Tea");
  }

  const { version } = await staff.admin.orders.markPaid.mutate({ id });
  const asked = await staff.admin.orders.edit.mutate({ id, version, add: [{ variantId, quantity: 1 }] });
  expect((await told()).at(-1)?.text).toContain(
    `7.00 EUR is still to be paid. Please transfer it, and give ${order.number} as the reference.`,
  );
  const less = [{ lineId: more.lines.at(-1)?.id ?? "", quantity: 1 }];
  await staff.admin.orders.edit.mutate({ id, version: asked.version, set: less });
  const [, , lowered, ...rest] = await told();
  expect(lowered?.text).not.toContain("to be paid");
  expect(rest).toEqual([]);
});

describe("a mail", () => {
  test("is written as a file that mail programs read, once however often it is sent", async () => {
    const folder = temporaryPath("mail");
    const { logger, lines } = newLogRecorder();
    const mailer = createFileMailer(folder, from, { logger, tellsActions: false });
    await mailer.send(mail);
    await mailer.send(mail);
    const path = join(folder, "order.placed.ord_1.eml");
    expect(readdirSync(folder)).toEqual(["order.placed.ord_1.eml"]);
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(lines()[0]).toMatchObject({ level: "info", path });
    const { subject, text, html, messageId, from: sender } = await simpleParser(readFileSync(path));
    expect({ subject, text: text?.trimEnd(), html, messageId }).toEqual({
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: "<order.placed.ord_1@shop.example>",
    });
    expect(sender?.value).toEqual([from]);
  });

  test("that asks something of its reader shows a developer what, and nobody else's log", async () => {
    const { logger, lines } = newLogRecorder();
    const asking = { ...mail, action: "https://shop.example/verify-email#token=t0ken" };
    for (const tellsActions of [true, false]) {
      await createFileMailer(temporaryPath("mail"), from, { logger, tellsActions }).send(asking);
    }
    expect(lines()[0]).toMatchObject({ level: "warn", subject: mail.subject, action: asking.action });
    expect(JSON.stringify(lines()[1])).not.toContain("t0ken");
  });

  test("goes to one address with the headers it was given, whatever is written in them", async () => {
    const server = await startSmtpServer();
    const mailer = createSmtpMailer(server.url, from);
    const attacks = [
      { subject: "Hi\r\nBcc: eve@evil.example\r\n\r\nbody" },
      { to: "ada@example.com, eve@evil.example" },
      { to: "ada@example.com>\r\nRCPT TO:<eve@evil.example" },
      { to: "ada@example.com\r\nBcc: eve@evil.example" },
      { id: "x>\r\nBcc: eve@evil.example" },
    ];
    for (const attack of attacks) {
      const before = server.recipients.length;
      await mailer.send({ ...mail, ...attack }).catch(() => {}); // to be refused is as good
      expect(server.recipients.slice(before)).not.toContain("eve@evil.example");
      expect(server.recipients.length).toBeLessThanOrEqual(before + 1);
    }
    expect(server.received.length).toBeGreaterThan(0);
    for (const { headers, bcc, cc } of server.received) {
      expect([bcc, cc]).toEqual([undefined, undefined]);
      expect([...headers.keys()].toSorted()).toEqual([
        "auto-submitted",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "subject",
        "to",
      ]);
    }
    await server.goDown();
  });
});

test("a mail server that goes down in the middle still gets every mail", async () => {
  let goDown: (() => void) | undefined;
  const server = await startSmtpServer((count) => {
    if (count === 5) goDown?.();
  });
  const down = new Promise<void>((resolve) => {
    goDown = () => resolve(server.goDown());
  });
  const clock = newClock();
  const shop = await createTestShop({ clock, mailer: createSmtpMailer(server.url, from) });
  const orders = [];
  const product = await newProduct(shop.db); // published before the clock, which stands still
  for (let i = 0; i < 20; i++) orders.push((await placeOrderOf(shop, product)).order);

  await shop.deliver();
  await down;
  expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBeLessThan(20);
  expect((await readOutbox(shop.db)).length).toBeGreaterThan(0);

  await server.comeBack();
  clock.advance(longest);
  await shop.deliver();
  expect(await readOutbox(shop.db)).toEqual([]);
  const subjects = new Set(server.received.map(({ subject }) => subject));
  expect([...subjects].toSorted()).toEqual(orders.map(({ number }) => `Your order ${number}`).toSorted());
  expect(new Set(server.recipients)).toEqual(new Set(["ada@example.com"]));
  await server.goDown();
});
