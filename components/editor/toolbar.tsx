"use client";

import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { useState } from "react";
import { LinkDialog } from "./link-dialog.tsx";
import { moveInToolbar } from "./toolbar-keys.ts";
import { TOOLS, type ToolStates, toolStates } from "./tools.tsx";

/** What editors can do with the text. */
export function Toolbar({ editor }: { editor: Editor }) {
  const [isLinking, setLinking] = useState(false);
  const states: ToolStates = useEditorState({ editor, selector: ({ editor: current }) => toolStates(current) });
  return (
    <>
      <div role="toolbar" aria-label="Formatting" className="text-toolbar" onKeyDown={moveInToolbar}>
        {TOOLS.map(({ name, label, keys, sign, isToggle, startsGroup, run }, index) => {
          const { isOn, isPossible } = states[name];
          return (
            <button
              key={name}
              type="button"
              tabIndex={index === 0 ? 0 : -1}
              className="text-toolbar-button"
              data-starts-group={startsGroup}
              aria-label={label}
              aria-pressed={isToggle ? isOn : undefined}
              // Not `disabled`: the button that was just pressed would lose the focus.
              aria-disabled={!isPossible || undefined}
              title={keys ? `${label} (${keys})` : label}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => {
                if (!isPossible) return;
                if (name === "link") setLinking(true);
                else run(editor);
              }}
            >
              {sign}
            </button>
          );
        })}
      </div>
      {isLinking && <LinkDialog editor={editor} onClose={() => setLinking(false)} />}
    </>
  );
}
