"use client";

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { leastUsedColour } from "../../domain/vocabulary/choose-colour.ts";
import { TAG_LABEL_MAX } from "../../domain/vocabulary/vocabulary.ts";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { newId } from "../sync/uuid.ts";
import { TagDot } from "../ui/chip.tsx";
import { Icon } from "../ui/icon.tsx";
import { offerTags } from "./match-tags.ts";
import "./margin.css";

interface Props {
  session: Pick<BulletinSession, "tags" | "send">;
  onPick: (tagId: string) => void;
  onClose: () => void;
  /** Tags that need no offering. */
  without?: readonly string[];
}

/**
 * Picks a tag of the workspace, or makes one with the colour that is used least. A combobox after ARIA 1.2: the focus
 * stays in the field, arrows move through the list, Enter picks, Escape leaves.
 */
export function TagPicker({ session, onPick, onClose, without = [] }: Props) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { tags, create } = offerTags(session.tags, typed, without);
  const count = tags.length + (create ? 1 : 0);
  const current = Math.min(at, Math.max(0, count - 1));

  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: "nearest" });
  }, [current]);

  const pick = async (index: number): Promise<void> => {
    const tag = tags[index];
    if (tag) return onPick(tag.id);
    if (!create || isBusy) return;
    setBusy(true);
    const made = newId();
    const answer = await session.send({
      name: "create-tag",
      tag: made,
      label: create,
      colour: leastUsedColour(session.tags),
    });
    setBusy(false);
    if (answer.ok) onPick(made);
    else setError(answer.refusal.text);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const moves: Record<string, number> = {
      ArrowDown: (current + 1) % (count || 1),
      ArrowUp: (current - 1 + count) % (count || 1),
    };
    const target = moves[event.key];
    if (target !== undefined) setAt(target);
    else if (event.key === "Enter") void pick(current);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const optionId = (index: number): string => `${id}-${index}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a form and a legend.
    <div
      role="group"
      aria-label="Pick a tag"
      className="tag-picker"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget) && !isBusy) onClose();
      }}
    >
      <div className="relative">
        <Icon
          name="search"
          size={16}
          className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-faint"
        />
        <input
          ref={field}
          className="input min-h-9! pl-8! text-sm"
          role="combobox"
          aria-label="Tag"
          aria-expanded={count > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={count > 0 ? optionId(current) : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={TAG_LABEL_MAX}
          placeholder={session.tags.length > 0 ? "Find or create a tag" : "Name the first tag"}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
            setError(null);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="px-1 pt-1.5 text-xs text-danger">
          {error}
        </p>
      )}
      {/* Pressing an option must not take the focus out of the field. */}
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label="Tags"
        className="tag-picker-list"
        onPointerDown={(event) => event.preventDefault()}
      >
        {tags.map((tag, index) => (
          <Option key={tag.id} id={optionId(index)} isCurrent={index === current} onPick={() => void pick(index)}>
            <span data-colour={tag.colour} className="contents">
              <TagDot />
            </span>
            <span className="min-w-0 truncate">{tag.label}</span>
          </Option>
        ))}
        {create && (
          <Option id={optionId(tags.length)} isCurrent={tags.length === current} onPick={() => void pick(tags.length)}>
            <Icon name="plus" size={14} className="-mx-0.5 text-faint" />
            <span className="min-w-0 truncate">{isBusy ? `Creating “${create}”…` : `Create “${create}”`}</span>
          </Option>
        )}
      </div>
      {count === 0 && (
        <p className="px-2 py-1.5 text-xs text-faint">{typed ? "It is on this annotation already." : "Type a name."}</p>
      )}
    </div>
  );
}

interface OptionProps {
  id: string;
  isCurrent: boolean;
  onPick: () => void;
  children: React.ReactNode;
}

function Option({ id, isCurrent, onPick, children }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the current option.
    <div id={id} role="option" aria-selected={isCurrent} onClick={onPick} className="tag-picker-option">
      {children}
    </div>
  );
}
