"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { isCurrent, PAGES } from "./pages.ts";

/** The navigation in the bar; the page that is shown is underlined and says so. */
export function NavLinks() {
  const path = usePathname();
  return (
    <ul className="flex gap-1">
      {PAGES.map(({ href, label }) => (
        <li key={href}>
          <Link
            href={href}
            aria-current={isCurrent(href, path) ? "page" : undefined}
            className="relative flex h-9 items-center rounded-sm px-2.5 text-soft hover:bg-hover hover:text-ink aria-[current]:font-medium aria-[current]:text-ink aria-[current]:after:absolute aria-[current]:after:inset-x-2.5 aria-[current]:after:-bottom-[0.5rem] aria-[current]:after:border-b-2 aria-[current]:after:border-accent"
          >
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
