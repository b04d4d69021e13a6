/** The editor's extensions: the schema, drawn as the first paint draws it, and what binds it to the session. */

import { type Extensions, mergeAttributes, Node } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import type { Awareness } from "y-protocols/awareness";
import type { Doc } from "yjs";
import { SCHEMA_EXTENSIONS } from "../../domain/schema/extensions.ts";
import { textFragment } from "../../domain/ydoc/text-map.ts";
import { EmphasisLayer } from "./emphasis-layer.ts";
import { FreshCarets } from "./fresh-carets.ts";
import { HighlightLayer } from "./highlight-layer.ts";
import { LayoutEvents } from "./layout-events.ts";
import { LockedText } from "./locked-text.ts";
import { PasteLimit } from "./paste-limit.ts";
import { ReadingKeys } from "./reading-keys.ts";
import { RemoteCarets } from "./remote-carets.ts";
import { SettledUndos } from "./settled-undos.ts";

/** The title is the page's only first level. */
const headingTag = (level: unknown): string => `h${Math.min(6, Math.max(2, typeof level === "number" ? level : 2))}`;

const drawn: Extensions = SCHEMA_EXTENSIONS.map((extension) => {
  if (!(extension instanceof Node)) return extension;
  if (extension.name === "heading") {
    return extension.extend({
      renderHTML: ({ node, HTMLAttributes }) => [headingTag(node.attrs.level), mergeAttributes(HTMLAttributes), 0],
    });
  }
  // A wide table scrolls within its frame.
  if (extension.name === "table") {
    return extension.extend({ renderHTML: () => ["div", { class: "table-frame" }, ["table", ["tbody", 0]]] });
  }
  return extension;
});

interface Binding {
  doc: Doc;
  awareness: Awareness;
  canEdit: boolean;
  onPasteRefused: () => void;
  keys: Parameters<typeof ReadingKeys.configure>[0];
}

export const textExtensions = ({ doc, awareness, canEdit, onPasteRefused, keys }: Binding): Extensions => [
  ...drawn,
  Collaboration.configure({ fragment: textFragment(doc) }),
  SettledUndos.configure({ doc }),
  RemoteCarets.configure({ awareness }),
  HighlightLayer,
  EmphasisLayer,
  FreshCarets,
  LayoutEvents,
  ReadingKeys.configure(keys),
  canEdit ? PasteLimit.configure({ onRefused: onPasteRefused }) : LockedText,
];
