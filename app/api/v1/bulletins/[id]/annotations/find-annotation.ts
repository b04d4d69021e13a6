import { AppError } from "../../../../../../domain/app-error.ts";
import { type ExportAnnotation, exportAnnotations } from "../../../../../../domain/export/export-model.ts";
import type { Principal } from "../../../../../../server/auth/people.ts";
import { gateway } from "../../../../../../server/gateway.ts";

/** One visible annotation as it is now. Throws `not-found`. */
export async function findAnnotation(principal: Principal, bulletinId: string, id: string): Promise<ExportAnnotation> {
  const state = await gateway().annotations.state(principal, bulletinId);
  const placed = state.annotations.filter(({ annotation }) => annotation.id === id);
  const [annotation] = exportAnnotations({ text: state.text, tags: state.tags, annotations: placed });
  if (!annotation) throw new AppError("not-found", "There is no such annotation.");
  return annotation;
}
