/** The tools of the formatting toolbar. */

import type { Editor } from "@tiptap/core";
import { yUndoPluginKey } from "@tiptap/y-tiptap";
import type { ReactNode } from "react";
import { Icon } from "../ui/icon.tsx";

export type ToolName =
  | "bold"
  | "italic"
  | "link"
  | "paragraph"
  | "heading2"
  | "heading3"
  | "bulletList"
  | "orderedList"
  | "blockquote"
  | "undo"
  | "redo";

export type ToolStates = Record<ToolName, { isOn: boolean; isPossible: boolean }>;

interface Tool {
  name: ToolName;
  label: string;
  keys: string | null;
  sign: ReactNode;
  /** Says whether it is on; undo and redo are not. */
  isToggle: boolean;
  startsGroup?: true;
  run: (editor: Editor) => void;
}

const Lines = ({ d }: { d: string }) => (
  <svg
    aria-hidden="true"
    viewBox="0 0 20 20"
    width={18}
    height={18}
    fill="none"
    stroke="currentColor"
    strokeWidth={1.5}
    strokeLinecap="round"
  >
    <path d={d} />
  </svg>
);

const chain = (editor: Editor) => editor.chain().focus(undefined, { scrollIntoView: false });

export const TOOLS: readonly Tool[] = [
  {
    name: "bold",
    label: "Bold",
    keys: "Ctrl+B",
    sign: <b>B</b>,
    isToggle: true,
    run: (editor) => chain(editor).toggleBold().run(),
  },
  {
    name: "italic",
    label: "Italic",
    keys: "Ctrl+I",
    sign: <i className="font-serif italic">I</i>,
    isToggle: true,
    run: (editor) => chain(editor).toggleItalic().run(),
  },
  { name: "link", label: "Link", keys: null, sign: <Icon name="link" />, isToggle: true, run: () => {} },
  {
    name: "paragraph",
    label: "Paragraph",
    keys: "Ctrl+Alt+0",
    sign: "¶",
    isToggle: true,
    startsGroup: true,
    run: (editor) => chain(editor).setParagraph().run(),
  },
  {
    name: "heading2",
    label: "Heading",
    keys: "Ctrl+Alt+2",
    sign: "H2",
    isToggle: true,
    run: (editor) => chain(editor).toggleHeading({ level: 2 }).run(),
  },
  {
    name: "heading3",
    label: "Smaller heading",
    keys: "Ctrl+Alt+3",
    sign: "H3",
    isToggle: true,
    run: (editor) => chain(editor).toggleHeading({ level: 3 }).run(),
  },
  {
    name: "bulletList",
    label: "Bullet list",
    keys: "Ctrl+Shift+8",
    sign: <Lines d="M8 5.5h8M8 10h8M8 14.5h8M4 5.5h.01M4 10h.01M4 14.5h.01" />,
    isToggle: true,
    startsGroup: true,
    run: (editor) => chain(editor).toggleBulletList().run(),
  },
  {
    name: "orderedList",
    label: "Numbered list",
    keys: "Ctrl+Shift+7",
    sign: <Lines d="M9 5.5h7M9 10h7M9 14.5h7M4 4l1-.5v4M3.8 11.2c.4-.9 2-.7 2 .3 0 .8-2 1.6-2 3h2.2" />,
    isToggle: true,
    run: (editor) => chain(editor).toggleOrderedList().run(),
  },
  {
    name: "blockquote",
    label: "Quotation",
    keys: "Ctrl+Shift+B",
    sign: <Lines d="M4 4.5v11M8 6h8M8 10h8M8 14h5" />,
    isToggle: true,
    run: (editor) => chain(editor).toggleBlockquote().run(),
  },
  {
    name: "undo",
    label: "Undo",
    keys: "Ctrl+Z",
    sign: <Icon name="undo" />,
    isToggle: false,
    startsGroup: true,
    run: (editor) => chain(editor).undo().run(),
  },
  {
    name: "redo",
    label: "Redo",
    keys: "Ctrl+Shift+Z",
    sign: <Icon name="redo" />,
    isToggle: false,
    run: (editor) => chain(editor).redo().run(),
  },
];

/** What is on and what is possible at the selection. */
export function toolStates(editor: Editor): ToolStates {
  const { undoManager } = yUndoPluginKey.getState(editor.state);
  const mark = (name: string) => ({ isOn: editor.isActive(name), isPossible: editor.can().toggleMark(name) });
  const block = (name: string, attributes?: { level: number }) => ({
    isOn: editor.isActive(name, attributes),
    isPossible: true,
  });
  const link = editor.isActive("link");
  return {
    bold: mark("bold"),
    italic: mark("italic"),
    link: { isOn: link, isPossible: link || !editor.state.selection.empty },
    paragraph: block("paragraph"),
    heading2: block("heading", { level: 2 }),
    heading3: block("heading", { level: 3 }),
    bulletList: block("bulletList"),
    orderedList: block("orderedList"),
    blockquote: block("blockquote"),
    undo: { isOn: false, isPossible: undoManager.undoStack.length > 0 },
    redo: { isOn: false, isPossible: undoManager.redoStack.length > 0 },
  };
}
