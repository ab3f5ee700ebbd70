import { z } from "zod";

// A process of its own, see `bare-server.ts`: no framework, no database, the bytes it is given.

const fixedAnswers = z.array(
  z.object({
    path: z.string(),
    status: z.number(),
    headers: z.array(z.tuple([z.string(), z.string()])),
    body: z.string(),
  }),
);

const answers = fixedAnswers.parse(await Bun.file(process.argv[2] ?? "").json());

const routes = answers.map(({ path, status, headers, body }) => {
  const answer = async (request: Request) => {
    if (request.method === "POST") await request.text(); // what is sent has to be taken in by any server
    return new Response(body, { status, headers });
  };
  return [path, answer] as const;
});

Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.env["PORT"]),
  routes: Object.fromEntries(routes),
  fetch: () => new Response("ready"),
});
