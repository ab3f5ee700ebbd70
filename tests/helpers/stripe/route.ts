import { z } from "zod";
import { Failure } from "./failure.ts";
import type { Form } from "./form.ts";
import { readParams } from "./params.ts";
import type { World } from "./world.ts";

/** Who may call: the shop alone, also browsers with the publishable key, or those who know the intent's client secret. */
export type Audience = "shop" | "browsers" | "secret";

export interface Route {
  method: "GET" | "POST";
  /** Where `:id` stands for an object's id. */
  path: RegExp;
  openTo: Audience;
  /** Reads the parameters, which is not part of being worked on, and gives the work. */
  prepare(form: Form, id: string): { paths: string[] | undefined; work: (world: World) => object };
}

const expandParam = z.object({ expand: z.array(z.string()).optional() });

/** One endpoint: what it takes and what it answers, before anything is expanded. */
export function route<Shape extends z.ZodRawShape>(
  name: `${"GET" | "POST"} /v1/${string}`,
  schema: z.ZodObject<Shape>,
  run: (world: World, params: z.output<z.ZodObject<Shape>>, id: string) => object,
  openTo: Audience = "shop",
): Route {
  const [method = "", path = ""] = name.split(" ");
  return {
    method: method === "GET" ? "GET" : "POST",
    path: new RegExp(`^${path.replace(":id", "([^/]+)")}$`),
    openTo,
    prepare(form, id) {
      const { expand: paths } = readParams(expandParam, form);
      const { expand: _, ...own } = form;
      const params = readParams(schema, own);
      return { paths, work: (world) => run(world, params, id) };
    },
  };
}

export const unknownRoute = (method: string, path: string) =>
  new Failure(404, {
    type: "invalid_request_error",
    message: `Unrecognized request URL (${method}: ${path}).`,
  });
