import type { z } from "zod";
import { version } from "../../../package.json";
import type { Access } from "../../trpc/meta.ts";
import { cookieName } from "../session-cookie.ts";
import { Components } from "./components.ts";
import { exampleOf } from "./example.ts";
import { inputSchemaOf } from "./input-schema.ts";
import { type JsonSchema, jsonSchemaOf, resolve } from "./json-schema.ts";
import { Refusals } from "./refusals.ts";
import { parametersOf, type RestRoute, restRoutes } from "./routes.ts";

interface Place {
  origin: string;
  secureCookies: boolean;
}

const about = `What frontends and other programs ask of the shop. Amounts are whole minor units of their currency (1990 is 19.90 EUR),
dates are ISO 8601, lists are walked by \`cursor\`. A refusal has one shape, and a code to tell it by. In TypeScript,
\`@bodega/client\` calls the same procedures with their types.`;

/** Every procedure that has an address, as an OpenAPI 3.1 document of the shop at that origin. */
export function openApiDocument({ origin, secureCookies }: Place): object {
  const components = new Components();
  const refusals = new Refusals();
  const paths = [...Map.groupBy(restRoutes, ({ template }) => template)].map(([template, routes]) => [
    template,
    Object.fromEntries(
      routes.map((route) => [route.method.toLowerCase(), operationOf(route, components, refusals)]),
    ),
  ]);
  return {
    openapi: "3.1.1",
    info: { title: "Bodega", version, description: about },
    servers: [{ url: `${origin}/api` }],
    tags: [...new Set(restRoutes.map(tagOf))].map((name) => ({ name })),
    paths: Object.fromEntries(paths),
    components: {
      schemas: components.all(),
      responses: refusals.all(),
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: 'A session\'s token (`auth.login` with `session: "token"`), or an API key',
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: cookieName(secureCookies),
          description: "What a browser keeps after `auth.login`",
        },
      },
    },
  };
}

/** `catalog`, `admin.orders`. */
const tagOf = ({ name }: RestRoute) => name.slice(0, name.lastIndexOf("."));

function operationOf(route: RestRoute, components: Components, refusals: Refusals): object {
  const { name, procedure, meta, method } = route;
  const input = inputSchemaOf(route);
  const hasBody = method !== "GET" && method !== "DELETE";
  // Sound: every procedure has an output schema, which a test holds them to.
  const { output } = procedure._def as unknown as { output: z.core.$ZodType };
  return {
    operationId: name,
    summary: meta.summary,
    tags: [tagOf(route)],
    security: securityOf(meta.access),
    parameters: [
      ...(input ? parametersIn(route, input, components, { withQuery: !hasBody }) : []),
      ...(procedure._def.type === "mutation" ? [idempotencyKey] : []),
    ],
    ...(input && hasBody && bodyOf(route, input, components)),
    responses: {
      200: { description: "Done", ...json(components.take(jsonSchemaOf(output, "output"))) },
      ...refusals.take(route),
    },
  };
}

const json = (schema: JsonSchema, more: object = {}) => ({
  content: { "application/json": { schema, ...more } },
});

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  description: "Unguessable: the same key with the same input gets the first answer again, for a day",
  schema: { type: "string", maxLength: 200 },
};

function securityOf(access: Access): object[] {
  const signedIn = [{ token: [] }, { session: [] }];
  if (access === "public") return [{}];
  return access === "cart" || access === "order" ? [{}, ...signedIn] : signedIn;
}

function parametersIn(
  route: RestRoute,
  input: JsonSchema,
  components: Components,
  { withQuery }: { withQuery: boolean },
): object[] {
  const inPath = parametersOf(route);
  const { properties = {}, required = [] } = fieldsOf(input, input);
  const { $defs } = input;
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!inPath.includes(name)) {
      if (!withQuery || isOther(name, inPath, input)) return [];
    }
    const { description, ...schema } = components.take({ ...property, ...($defs && { $defs }) });
    const isDeep = resolve(property, input).type === "object";
    return {
      name,
      in: inPath.includes(name) ? "path" : "query",
      required: inPath.includes(name) || required.includes(name),
      ...(description !== undefined && { description }),
      ...(isDeep && { style: "deepObject", explode: true }),
      schema,
    };
  });
}

/** Whether a field is another way to say what stands in the address: a product is found by its slug there, not by its id. */
function isOther(name: string, inPath: readonly string[], input: JsonSchema): boolean {
  const alternatives = resolve(input, input).anyOf ?? [];
  return (
    alternatives.length > 0 &&
    !alternatives.some((each) => {
      const { properties = {} } = resolve(each, input);
      return name in properties && inPath.every((parameter) => parameter in properties);
    })
  );
}

/** The fields of a record, or of any of several. */
function fieldsOf(schema: JsonSchema, root: JsonSchema): Pick<JsonSchema, "properties" | "required"> {
  const { anyOf, properties = {}, required = [] } = resolve(schema, root);
  if (!anyOf) return { properties, required };
  return { properties: Object.assign({}, ...anyOf.map((each) => fieldsOf(each, root).properties)) };
}

/** The input without what stands in the address. */
function bodyOf(route: RestRoute, input: JsonSchema, components: Components): object {
  const inPath = parametersOf(route);
  const { $defs } = input;
  const whole = resolve(input, input);
  const { properties = {}, required = [] } = whole;
  const kept = Object.fromEntries(Object.entries(properties).filter(([name]) => !inPath.includes(name)));
  const needed = required.filter((name) => !inPath.includes(name));
  if (Object.keys(kept).length === 0) return {};
  const { examples: _, ...body } = { ...whole, properties: kept, required: needed };
  const example = omit(exampleOf(input, input), inPath);
  const schema = components.take({ ...body, ...($defs && { $defs }) });
  return { requestBody: { required: needed.length > 0, ...json(schema, { example }) } };
}

function omit(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
