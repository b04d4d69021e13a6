import { createHash } from "node:crypto";
import { AppError } from "../../domain/app-error.ts";
import { type ExportModel, exportModel } from "../../domain/export/export-model.ts";
import { exportFileName } from "../../domain/export/file-name.ts";
import type { Annotations } from "../commands/annotations.ts";
import type { Bulletins } from "../commands/bulletins.ts";
import { EXPORT_FORMATS, type ExportFormat, type Exports } from "./exports.ts";
import { writeHtml } from "./html/write-html.ts";
import { writeJsonld } from "./write-jsonld.ts";

/** One writer a format. */
const WRITERS: Record<ExportFormat, { mediaType: string; write(model: ExportModel): string }> = {
  html: { mediaType: "text/html; charset=utf-8", write: writeHtml },
  jsonld: {
    mediaType: 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"; charset=utf-8',
    write: writeJsonld,
  },
};

interface Dependencies {
  bulletins: Pick<Bulletins, "get">;
  annotations: Pick<Annotations, "state">;
  now(): Date;
}

/** Roles are checked by what it reads from: who may read a bulletin may take it out. */
export function createExports({ bulletins, annotations, now }: Dependencies): Exports {
  return {
    async export(principal, bulletinId, format, origin) {
      const known = EXPORT_FORMATS.find((name) => name === format);
      if (!known) {
        throw new AppError("invalid", `There is no export format “${format}”; there is ${EXPORT_FORMATS.join(", ")}.`);
      }
      const bulletin = await bulletins.get(principal, bulletinId);
      const state = await annotations.state(principal, bulletinId);
      const model = exportModel({
        bulletin: { id: bulletin.id, title: bulletin.title, author: bulletin.author, source: bulletin.source },
        state,
        textHash: createHash("sha256").update(state.text, "utf8").digest("hex"),
        exportedAt: now().toISOString(),
        origin,
      });
      const writer = WRITERS[known];
      return {
        name: exportFileName(bulletin.title, known),
        mediaType: writer.mediaType,
        bytes: new TextEncoder().encode(writer.write(model)),
      };
    },
  };
}
