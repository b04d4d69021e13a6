"use client";

import { useState, useTransition } from "react";
import { Avatar } from "../ui/avatar.tsx";
import type { IconName } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { MenuItem, MenuLink, MenuRadio, MenuSeparator } from "../ui/menu-item.tsx";
import { PAGES } from "./pages.ts";
import { applyTheme, shownTheme, THEMES, type Theme } from "./theme.ts";

const THEME_WORDS: Record<Theme, { label: string; icon: IconName }> = {
  system: { label: "As the system", icon: "screen" },
  light: { label: "Light", icon: "sun" },
  dark: { label: "Dark", icon: "moon" },
};

interface Props {
  person: { id: string; name: string; email: string };
  signOut: () => Promise<void>;
  /** The bar shows the navigation itself where it is wide enough. */
  hasNavigation: boolean;
}

/** Who one is, the theme, and the way out; on a narrow screen also the navigation. */
export function AccountMenu({ person, signOut, hasNavigation }: Props) {
  const [, startLeaving] = useTransition();
  return (
    <Menu
      label="Account and pages"
      trigger={(props) => (
        <button
          {...props}
          type="button"
          aria-label={`Menu of ${person.name}`}
          className="grid size-10 place-items-center rounded-full hover:bg-hover"
        >
          <Avatar person={person} />
        </button>
      )}
    >
      <div role="presentation" className="px-2.5 pt-1.5 pb-2">
        <p className="truncate font-medium">{person.name}</p>
        <p className="truncate text-sm text-faint">{person.email}</p>
      </div>
      <MenuSeparator />
      {PAGES.map(({ href, label, icon }) => (
        <MenuLink key={href} href={href} icon={icon} className={hasNavigation ? "sm:hidden" : ""}>
          {label}
        </MenuLink>
      ))}
      <MenuLink href="/account" icon="user">
        Account
      </MenuLink>
      <MenuSeparator />
      <ThemeChoice />
      <MenuSeparator />
      <MenuItem icon="sign-out" onClick={() => startLeaving(() => signOut())}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useState(shownTheme);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu.
    <div role="group" aria-label="Theme">
      {THEMES.map((value) => (
        <MenuRadio
          key={value}
          checked={value === theme}
          icon={THEME_WORDS[value].icon}
          onSelect={() => {
            applyTheme(value);
            setTheme(value);
          }}
        >
          {THEME_WORDS[value].label}
        </MenuRadio>
      ))}
    </div>
  );
}
