import Link from "next/link";
import type { ReactNode } from "react";
import { AccountMenu } from "./account-menu.tsx";
import { NavLinks } from "./nav-links.tsx";
import { SkipLink } from "./skip-link.tsx";
import { Wordmark } from "./wordmark.tsx";

interface Props {
  person: { id: string; name: string; email: string };
  signOut: () => Promise<void>;
  /** In the middle, instead of the navigation: what the page is about. The menu then leads to the other pages. */
  middle?: ReactNode;
  /** Before the account: what the page can do. */
  end?: ReactNode;
}

/** The slim bar above every page of a signed-in member. */
export function TopBar({ person, signOut, middle, end }: Props) {
  return (
    <>
      <SkipLink />
      <header
        data-chrome
        className="sticky top-0 z-30 flex h-(--bar-height) items-center gap-4 border-b border-line bg-paper px-4 sm:gap-6 sm:px-6"
      >
        <Link href="/" aria-label="Glossa, all bulletins" className="shrink-0 rounded-sm py-1">
          <Wordmark />
        </Link>
        {middle ? (
          <div className="min-w-0 flex-1">{middle}</div>
        ) : (
          <nav aria-label="Main" className="hidden min-w-0 flex-1 sm:block">
            <NavLinks />
          </nav>
        )}
        <div className="ml-auto flex shrink-0 items-center gap-2">
          {end}
          <AccountMenu person={person} signOut={signOut} hasNavigation={!middle} />
        </div>
      </header>
    </>
  );
}
