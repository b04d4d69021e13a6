"use client";

import { startTransition, useOptimistic, useState } from "react";
import { ROLES, type Role } from "../../domain/permissions/permissions.ts";
import { Avatar } from "../ui/avatar.tsx";
import { IconButton } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { SelectControl } from "../ui/field.tsx";
import { Menu } from "../ui/menu.tsx";
import { MenuItem, MenuSeparator } from "../ui/menu-item.tsx";
import type { Result } from "../ui/result.ts";
import { runAction } from "../ui/run-action.ts";
import { showToast } from "../ui/toast-store.ts";
import type { OneTimeLink } from "./link-to-pass-on.tsx";
import { RemoveMemberDialog } from "./remove-member-dialog.tsx";
import { ResetLinkDialog } from "./reset-link-dialog.tsx";
import { ROLE_WORDS } from "./role-words.ts";

export interface MemberRow {
  id: string;
  name: string;
  email: string;
  role: Role;
  removedAt: string | null;
}

interface Props {
  members: MemberRow[];
  selfId: string;
  mayManage: boolean;
  actions: {
    changeRole: (userId: string, role: Role) => Promise<Result>;
    remove: (userId: string) => Promise<Result>;
    resetLink: (userId: string) => Promise<Result<OneTimeLink>>;
  };
}

/** The team. Who has left comes last, for owners. */
export function MemberList({ members, selfId, mayManage, actions }: Props) {
  const [resetting, setResetting] = useState<{ member: MemberRow; link: OneTimeLink } | null>(null);
  const [removing, setRemoving] = useState<MemberRow | null>(null);
  const makeLink = (member: MemberRow) =>
    startTransition(async () => {
      const made = await runAction(() => actions.resetLink(member.id));
      if (made.ok) setResetting({ member, link: made.value });
    });
  const present = members.filter((member) => member.removedAt === null);
  const gone = members.filter((member) => member.removedAt !== null);
  return (
    <>
      <ul className="divide-y divide-line border-y border-line">
        {present.map((member) => (
          <li key={member.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3.5">
            <Person member={member} isSelf={member.id === selfId} />
            {mayManage ? (
              <span className="ml-auto flex items-center gap-1 max-sm:w-full max-sm:pl-14">
                <RoleSelect member={member} changeRole={actions.changeRole} />
                <Menu
                  label={`Actions for ${member.name}`}
                  trigger={(props) => (
                    <IconButton {...props} icon="more" label={`Actions for ${member.name}`} title="Actions" />
                  )}
                >
                  <MenuItem icon="lock" onClick={() => makeLink(member)}>
                    Link for a new password…
                  </MenuItem>
                  <MenuSeparator />
                  <MenuItem icon="trash" danger onClick={() => setRemoving(member)}>
                    Remove…
                  </MenuItem>
                </Menu>
              </span>
            ) : (
              <span className="ml-auto">
                <Chip>{ROLE_WORDS[member.role].label}</Chip>
              </span>
            )}
          </li>
        ))}
      </ul>
      {gone.length > 0 && (
        <details className="mt-6 text-sm">
          <summary className="w-fit rounded-sm text-soft">
            {gone.length === 1 ? "1 person has left" : `${gone.length} people have left`}
          </summary>
          <ul className="mt-2 divide-y divide-line">
            {gone.map((member) => (
              <li key={member.id} className="flex items-center gap-4 py-3">
                <Person member={member} isSelf={false} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {resetting && <ResetLinkDialog {...resetting} onClose={() => setResetting(null)} />}
      {removing && <RemoveMemberDialog member={removing} remove={actions.remove} onClose={() => setRemoving(null)} />}
    </>
  );
}

function Person({ member, isSelf }: { member: MemberRow; isSelf: boolean }) {
  return (
    <>
      <Avatar person={member} size="large" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {member.name}
          {isSelf && <span className="font-normal text-faint"> (you)</span>}
        </p>
        <p className="truncate text-sm text-faint">{member.email}</p>
      </div>
    </>
  );
}

function RoleSelect({ member, changeRole }: { member: MemberRow; changeRole: Props["actions"]["changeRole"] }) {
  const [role, showRole] = useOptimistic(member.role);
  const change = (next: Role) =>
    startTransition(async () => {
      showRole(next);
      const changed = await runAction(() => changeRole(member.id, next));
      if (changed.ok) showToast(`${member.name} is ${ROLE_WORDS[next].noun} now.`);
    });
  return (
    <SelectControl
      aria-label={`Role of ${member.name}`}
      value={role}
      className="w-36"
      onChange={(event) => {
        const next = ROLES.find((value) => value === event.target.value);
        if (next) change(next);
      }}
    >
      {ROLES.map((value) => (
        <option key={value} value={value}>
          {ROLE_WORDS[value].label}
        </option>
      ))}
    </SelectControl>
  );
}
