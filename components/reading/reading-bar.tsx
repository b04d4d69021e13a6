"use client";

import Link from "next/link";
import { useMemo, useState } from "react";
import { canAnnotate, canManageBulletins } from "../../domain/permissions/permissions.ts";
import type { ReadingState } from "../editor/reading-state.ts";
import { PresentPeople } from "../presence/present-people.tsx";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { IconButton } from "../ui/button.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { MenuItem, MenuLink, MenuSeparator } from "../ui/menu-item.tsx";
import { RefusedSign } from "./refused-sign.tsx";
import { SavedSign } from "./saved-sign.tsx";

interface Props {
  bulletinId: string;
  title: string;
  /** The title above the text is out of sight. */
  isTitleShown: boolean;
  isNarrow: boolean;
  session: BulletinSession;
  reading: ReadingState;
  onComment: () => void;
  onRename: () => void;
}

/** The slim bar that stays: back, where one is, who is here, whether all is saved, and what can be done with the whole. */
export function ReadingBar({
  bulletinId,
  title,
  isTitleShown,
  isNarrow,
  session,
  reading,
  onComment,
  onRename,
}: Props) {
  const { annotations } = session;
  const resolved = useMemo(() => annotations.filter(({ annotation }) => annotation.resolved).length, [annotations]);
  // Only when somebody is about to go: its scripts would compete with the text's.
  const [isLeaving, setLeaving] = useState(false);
  const exportUrl = (format: string): string => `/api/v1/bulletins/${bulletinId}/export?format=${format}`;
  return (
    <header data-chrome className="reading-bar">
      <Link
        href="/"
        prefetch={isLeaving ? null : false}
        onPointerEnter={() => setLeaving(true)}
        onFocus={() => setLeaving(true)}
        className="button -ml-2.5"
        data-look="quiet"
        data-size="small"
        aria-label="All bulletins"
      >
        <Icon name="arrow-left" size={17} />
        <span className="max-sm:hidden">Bulletins</span>
      </Link>
      <p aria-hidden="true" className="reading-bar-title" data-shown={isTitleShown || undefined}>
        {title}
      </p>
      <PresentPeople people={session.present} most={isNarrow ? 2 : 4} />
      <RefusedSign count={session.refused.length} />
      <SavedSign saved={session.saved} />
      <div className="-mr-2 flex items-center">
        <IconButton
          icon="filter"
          label={resolved > 0 ? `Show resolved (${resolved})` : "Show resolved"}
          aria-pressed={reading.showResolved}
          onClick={() => reading.setShowResolved(!reading.showResolved)}
        />
        {canAnnotate(session.me) && (
          <IconButton
            icon="comment"
            label="Comment on the whole bulletin"
            className="max-sm:hidden!"
            onClick={onComment}
          />
        )}
        <Menu
          label="Bulletin"
          trigger={(props) => (
            <button
              {...props}
              type="button"
              className="button"
              data-look="quiet"
              data-size="small"
              aria-label="Export and more"
            >
              <Icon name="download" size={18} />
              <span className="max-md:hidden">Export</span>
              <Icon name="chevron-down" size={15} className="-mr-1 max-sm:hidden" />
            </button>
          )}
        >
          <Download href={exportUrl("html")} icon="document">
            HTML file, to read and print
          </Download>
          <Download href={exportUrl("jsonld")} icon="download">
            JSON-LD, for other programs
          </Download>
          {canAnnotate(session.me) && (
            <div className="sm:hidden">
              <MenuSeparator />
              <MenuItem icon="comment" onClick={onComment}>
                Comment on the whole bulletin
              </MenuItem>
            </div>
          )}
          {canManageBulletins(session.me) && (
            <>
              <MenuSeparator />
              <MenuItem icon="edit" onClick={onRename}>
                Title, author and source
              </MenuItem>
              <MenuLink icon="upload" href={`/b/${bulletinId}/edition`}>
                Upload a new edition
              </MenuLink>
            </>
          )}
        </Menu>
      </div>
    </header>
  );
}

/** Not Next's link: it would try to show the file as a page. */
function Download({ href, icon, children }: { href: string; icon: IconName; children: string }) {
  return (
    <a
      href={href}
      download
      role="menuitem"
      tabIndex={-1}
      className="flex w-full items-center gap-2.5 rounded-sm px-2.5 py-1.5 hover:bg-hover focus:bg-hover focus-visible:outline-offset-[-2px] pointer-coarse:py-2.5"
    >
      <Icon name={icon} className="text-faint" />
      {children}
    </a>
  );
}
