import type { Mailer, TaxCalculator } from "../../core/ports.ts";
import type { Tracer } from "../../core/telemetry-port.ts";

export function traceMailer(mailer: Mailer, tracer: Tracer): Mailer {
  return { send: (mail) => tracer.span({ name: "mail send", kind: "client" }, () => mailer.send(mail)) };
}

export function traceTaxCalculator(calculator: TaxCalculator, tracer: Tracer): TaxCalculator {
  return {
    assess: (request) =>
      tracer.span({ name: "tax assess", kind: "client" }, async (span) => {
        const assessment = await calculator.assess(request);
        if (!assessment) span.fail("no answer");
        return assessment;
      }),
  };
}
