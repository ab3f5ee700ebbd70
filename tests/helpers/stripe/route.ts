import { z } from "zod";
import { Failure } from "./failure.ts";
import type { Form } from "./form.ts";
import { readParams } from "./params.ts";
import type { World } from "./world.ts";

export interface Route {
  method: "GET" | "POST";
  /** Where `:id` stands for an object's id. */
  path: RegExp;
  /** Whether a browser may, with a publishable key. */
  isPublic: boolean;
  /** Reads the parameters, which is not part of being worked on, and gives the work. */
  prepare(form: Form, id: string): { paths: string[] | undefined; work: (world: World) => object };
}

const expandParam = { expand: z.array(z.string()).optional() };

/** One endpoint: what it takes and what it answers, before anything is expanded. */
export function route<Shape extends z.ZodRawShape>(
  name: `${"GET" | "POST"} /v1/${string}`,
  schema: z.ZodObject<Shape>,
  run: (world: World, params: z.output<z.ZodObject<Shape>>, id: string) => object,
  isPublic = false,
): Route {
  const [method = "", path = ""] = name.split(" ");
  const full = schema.extend(expandParam);
  return {
    method: method === "GET" ? "GET" : "POST",
    path: new RegExp(`^${path.replace(":id", "([^/]+)")}$`),
    isPublic,
    prepare(form, id) {
      const { expand, ...rest } = readParams(full, form) as z.output<z.ZodObject<Shape>> & {
        expand?: string[];
      };
      const params = rest as unknown as z.output<z.ZodObject<Shape>>; // Sound: the schema, without what was added.
      return { paths: expand, work: (world) => run(world, params, id) };
    },
  };
}

export const unknownRoute = (method: string, path: string) =>
  new Failure(404, {
    type: "invalid_request_error",
    message: `Unrecognized request URL (${method}: ${path}).`,
  });
