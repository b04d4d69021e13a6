import type { ExportModel } from "../../domain/export/export-model.ts";
import { w3cCollection } from "../../domain/w3c/write-page.ts";

/** The annotations as a W3C AnnotationCollection. */
export const writeJsonld = (model: ExportModel): string => `${JSON.stringify(w3cCollection(model), null, 2)}\n`;
