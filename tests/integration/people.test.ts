// @vitest-environment node
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isAppError } from "../../domain/app-error.ts";
import type { Role } from "../../domain/permissions/permissions.ts";
import { createPeople } from "../../server/auth/create-people.ts";
import type { People, Principal } from "../../server/auth/people.ts";
import { type OpenDatabase, openDatabase } from "../../server/data/database.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PASSWORD = "correct horse battery";
const OTHER_PASSWORD = "another fine passphrase";

let dataDir: string;
let open: OpenDatabase;
let people: People;
let workspaceId: string;
let now: Date;
let changed: string[];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "glossa-people-"));
  open = await openDatabase({ dataDir });
}, 60_000);

afterAll(async () => {
  await open.close();
  await rm(dataDir, { recursive: true, force: true });
});

beforeEach(async () => {
  await open.db.$executeRaw`TRUNCATE "Workspace", "User", "SignInThrottle", "OneTimeLink" CASCADE`;
  workspaceId = randomUUID();
  await open.db.workspace.create({ data: { id: workspaceId, name: "Desk Four" } });
  now = new Date("2026-11-23T09:00:00Z");
  changed = [];
  people = createPeople({ db: open.db, workspaceId, now: () => now, onAccessChanged: (id) => changed.push(id) });
});

const pass = (milliseconds: number): void => {
  now = new Date(now.getTime() + milliseconds);
};

/** The code of the AppError that the work ends with, or "done". */
async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}

async function member(role: Role, email = `${role}@example.org`): Promise<Principal> {
  pass(1);
  await people.operator.createAccount({ email, name: `The ${role}`, password: PASSWORD, role });
  return signedIn(email);
}

async function signedIn(email: string, password = PASSWORD, address = "192.0.2.1"): Promise<Principal> {
  const { userId, sessionId } = await people.signIn({ email, password, address });
  const principal = await people.bySession(userId, sessionId);
  if (!principal) throw new Error("A fresh session is not valid.");
  return principal;
}

const stillIn = async (principal: Principal): Promise<boolean> =>
  (await people.bySession(principal.id, principal.sessionId ?? "")) !== null;

const wrong = (email: string, address: string) => people.signIn({ email, password: "not the password", address });

describe("signing in", () => {
  it("gives a session that says who and in which role", async () => {
    const owner = await member("owner", "Anna@Example.org");
    expect(owner).toMatchObject({ email: "anna@example.org", name: "The owner", role: "owner", workspaceId });
    expect(await signedIn(" ANNA@example.ORG ")).toMatchObject({ id: owner.id });
    expect(await people.bySession(randomUUID(), owner.sessionId ?? "")).toBeNull();
    expect(await people.bySession(owner.id, randomUUID())).toBeNull();
    expect(await people.bySession("'", "not a uuid")).toBeNull();
  });

  it("ends after 30 days, and on signing out that session alone", async () => {
    const owner = await member("owner");
    const elsewhere = await signedIn(owner.email);
    changed = [];
    await people.signOut(owner);
    expect([await stillIn(owner), await stillIn(elsewhere)]).toEqual([false, true]);
    expect(changed).toEqual([owner.id]);
    pass(30 * DAY - 1);
    expect(await stillIn(elsewhere)).toBe(true);
    pass(1);
    expect(await stillIn(elsewhere)).toBe(false);
  });

  it("answers a wrong password and an unknown account alike, the tenth failure with a lock", async () => {
    await member("owner");
    const answers = async (email: string, address: string) => {
      const seen: string[] = [];
      for (let tries = 0; tries < 12; tries += 1) {
        const error: unknown = await wrong(email, `${address}.${tries}`).catch((reason: unknown) => reason);
        if (!isAppError(error)) throw error;
        seen.push(`${error.code} ${error.message} ${error.retryAfter}`);
      }
      return seen;
    };
    const known = await answers("owner@example.org", "198.51.100");
    expect(known).toEqual(await answers("nobody@example.org", "203.0.113"));
    expect(known.map((line) => line.split(" ")[0])).toEqual([
      ...Array<string>(10).fill("unauthenticated"),
      "locked",
      "locked",
    ]);
    expect(known.at(-1)).toBe("locked There were too many failed sign-ins. Try again in a minute. 60");
  });

  it("refuses the right password during a lock, and locks twice as long after each further failure", async () => {
    const owner = await member("owner");
    for (let tries = 0; tries < 10; tries += 1) await outcome(wrong(owner.email, `198.51.100.${tries}`));
    expect(await outcome(signedIn(owner.email))).toBe("locked");
    pass(MINUTE);
    expect(await outcome(wrong(owner.email, "198.51.100.20"))).toBe("unauthenticated");
    pass(2 * MINUTE - 1);
    expect(await outcome(signedIn(owner.email))).toBe("locked");
    pass(1);
    expect(await outcome(signedIn(owner.email))).toBe("done");
    // The count began anew: nine failures lock nothing.
    for (let tries = 0; tries < 9; tries += 1) await outcome(wrong(owner.email, `198.51.100.${tries}`));
    expect(await outcome(signedIn(owner.email))).toBe("done");
  });

  it("locks an address whatever accounts it tries, and no other address", async () => {
    const owner = await member("owner");
    for (let tries = 0; tries < 10; tries += 1) await outcome(wrong(`guess-${tries}@example.org`, "2001:db8::1"));
    expect(await outcome(signedIn(owner.email, PASSWORD, "2001:db8::2"))).toBe("locked");
    expect(await outcome(signedIn(owner.email, PASSWORD, "2001:db8:0:1::2"))).toBe("done");
  });

  it("does not count an address's right passwords, nor forgive its failures for them", async () => {
    const owner = await member("owner");
    for (let tries = 0; tries < 15; tries += 1) expect(await outcome(signedIn(owner.email))).toBe("done");
    for (let tries = 0; tries < 9; tries += 1) await outcome(wrong(`guess-${tries}@example.org`, "192.0.2.1"));
    expect(await outcome(signedIn(owner.email))).toBe("done");
    expect(await outcome(wrong("guess@example.org", "192.0.2.1"))).toBe("unauthenticated");
    expect(await outcome(signedIn(owner.email))).toBe("locked");
  });

  it("forgets failures after a day", async () => {
    const owner = await member("owner");
    for (let tries = 0; tries < 9; tries += 1) await outcome(wrong(owner.email, "192.0.2.1"));
    pass(DAY);
    expect(await outcome(wrong(owner.email, "192.0.2.1"))).toBe("unauthenticated");
    expect(await outcome(signedIn(owner.email))).toBe("done");
  });

  it("gives 50 parallel wrong passwords ten tries", async () => {
    const owner = await member("owner");
    const one = Array.from({ length: 50 }, (_, index) => outcome(wrong(owner.email, `10.0.0.${index}`)));
    const codes = await Promise.all(one);
    expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(10);
    expect(codes.filter((code) => code === "locked")).toHaveLength(40);
    const fromOne = Array.from({ length: 50 }, (_, index) => outcome(wrong(`guess-${index}@example.org`, "10.1.1.1")));
    expect((await Promise.all(fromOne)).filter((code) => code === "unauthenticated")).toHaveLength(10);
    // A refused try leaves no trace on the keys that were not locked.
    expect(await open.db.signInThrottle.count({ where: { key: { startsWith: "account:guess" } } })).toBe(10);
  }, 30_000);
});

describe("signing out elsewhere", () => {
  it("keeps the session that asks, and nobody else's is touched", async () => {
    const owner = await member("owner");
    const elsewhere = await signedIn(owner.email);
    const reader = await member("reader");
    changed = [];
    await people.signOutElsewhere(owner);
    expect([await stillIn(owner), await stillIn(elsewhere), await stillIn(reader)]).toEqual([true, false, true]);
    expect(changed).toEqual([owner.id]);
  });
});

describe("passwords", () => {
  it("are changed with the current one, which ends the other sessions and open reset links", async () => {
    const owner = await member("owner");
    const elsewhere = await signedIn(owner.email);
    const { token } = await people.createResetLink(owner, owner.id);
    expect(await outcome(people.changePassword(owner, { current: "wrong password", next: OTHER_PASSWORD }))).toBe(
      "invalid",
    );
    expect(await outcome(people.changePassword(owner, { current: PASSWORD, next: "too short" }))).toBe("invalid");
    expect(await stillIn(elsewhere)).toBe(true);
    await people.changePassword(owner, { current: PASSWORD, next: OTHER_PASSWORD });
    expect([await stillIn(owner), await stillIn(elsewhere)]).toEqual([true, false]);
    expect(await outcome(people.resetLink(token))).toBe("gone");
    expect(await outcome(signedIn(owner.email))).toBe("unauthenticated");
    expect(await outcome(signedIn(owner.email, OTHER_PASSWORD))).toBe("done");
  });

  it("can't be guessed through the form that changes them", async () => {
    const owner = await member("owner");
    const guess = () => outcome(people.changePassword(owner, { current: "wrong password", next: OTHER_PASSWORD }));
    for (let tries = 0; tries < 10; tries += 1) expect(await guess()).toBe("invalid");
    expect(await guess()).toBe("locked");
  });

  it("are reset once by an owner's link within a day, which signs out everywhere and lifts a lock", async () => {
    const owner = await member("owner");
    const reader = await member("reader");
    expect(await outcome(people.createResetLink(reader, owner.id))).toBe("forbidden");
    const replaced = await people.createResetLink(owner, reader.id);
    const link = await people.createResetLink(owner, reader.id);
    expect(await outcome(people.resetLink(replaced.token))).toBe("gone");
    expect(await people.resetLink(link.token)).toEqual({ name: "The reader", email: "reader@example.org" });
    for (let tries = 0; tries < 10; tries += 1) await outcome(wrong(reader.email, `198.51.100.${tries}`));

    const both = [OTHER_PASSWORD, "yet another passphrase"].map((password) =>
      outcome(people.resetPassword({ token: link.token, password })),
    );
    expect((await Promise.all(both)).sort()).toEqual(["done", "gone"]);
    expect(await stillIn(reader)).toBe(false);
    expect(changed).toContain(reader.id);
    const logins = [OTHER_PASSWORD, "yet another passphrase"].map((password) =>
      outcome(signedIn(reader.email, password)),
    );
    expect((await Promise.all(logins)).sort()).toEqual(["done", "unauthenticated"]);

    const late = await people.createResetLink(owner, reader.id);
    pass(DAY);
    expect(await outcome(people.resetPassword({ token: late.token, password: PASSWORD }))).toBe("gone");
    expect(await outcome(people.createResetLink(owner, "nobody"))).toBe("not-found");
  });
});

describe("invitations", () => {
  const anna = { name: "Anna Berg", email: "anna@example.org", password: PASSWORD };

  it("let one person in, in the role that they name", async () => {
    const owner = await member("owner");
    const { token } = await people.invite(owner, { role: "annotator", email: "Anna@example.org", days: 7 });
    expect(await people.invitation(token)).toEqual({
      workspace: "Desk Four",
      role: "annotator",
      invitedBy: "The owner",
      email: "anna@example.org",
    });
    expect(await people.invitations(owner)).toMatchObject([{ email: "anna@example.org", role: "annotator" }]);
    const accepts = ["anna", "ben", "carl"].map((who) =>
      outcome(people.acceptInvitation({ token, name: who, email: `${who}@example.org`, password: PASSWORD })),
    );
    expect((await Promise.all(accepts)).sort()).toEqual(["done", "gone", "gone"]);
    expect(await open.db.user.count()).toBe(2);
    expect(await people.invitations(owner)).toEqual([]);
    expect(await outcome(people.invitation(token))).toBe("gone");
  });

  it("make one account of two links that name one e-mail address", async () => {
    const owner = await member("owner");
    const links = await Promise.all([1, 2].map((days) => people.invite(owner, { role: "reader", email: null, days })));
    const accepts = links.map(({ token }) => outcome(people.acceptInvitation({ ...anna, token })));
    expect((await Promise.all(accepts)).sort()).toEqual(["conflict", "done"]);
    // The refused one was not used up.
    expect(await people.invitations(owner)).toHaveLength(1);
  });

  it("expire, can be taken back, and are an owner's alone", async () => {
    const owner = await member("owner");
    const editor = await member("editor");
    expect(await outcome(people.invite(editor, { role: "reader", email: null, days: 7 }))).toBe("forbidden");
    expect(await outcome(people.invitations(editor))).toBe("forbidden");
    expect(await outcome(people.invite(owner, { role: "reader", email: null, days: 31 }))).toBe("invalid");
    expect(await outcome(people.invite(owner, { role: "reader", email: editor.email, days: 3 }))).toBe("conflict");
    const { token } = await people.invite(owner, { role: "reader", email: null, days: 1 });
    const other = await people.invite(owner, { role: "reader", email: null, days: 30 });
    pass(DAY);
    expect(await outcome(people.acceptInvitation({ ...anna, token }))).toBe("gone");
    const [left] = await people.invitations(owner);
    expect(await outcome(people.revokeInvitation(editor, left?.id ?? ""))).toBe("forbidden");
    await people.revokeInvitation(owner, left?.id ?? "");
    expect(await outcome(people.revokeInvitation(owner, left?.id ?? ""))).toBe("not-found");
    expect(await outcome(people.acceptInvitation({ ...anna, token: other.token }))).toBe("gone");
    expect(await outcome(people.invitation("nonsense"))).toBe("gone");
  });

  it("bring a former member back with the old password only, and tell a member so", async () => {
    const owner = await member("owner");
    const editor = await member("editor");
    await people.removeMember(owner, editor.id);
    const { token } = await people.invite(owner, { role: "reader", email: editor.email, days: 7 });
    const back = { token, name: "Back Again", email: editor.email };
    expect(await outcome(people.acceptInvitation({ ...back, password: OTHER_PASSWORD }))).toBe("forbidden");
    expect(await outcome(signedIn(editor.email))).toBe("forbidden");
    await people.acceptInvitation({ ...back, password: PASSWORD });
    expect(await signedIn(editor.email)).toMatchObject({ id: editor.id, role: "reader", name: "Back Again" });
    expect(await stillIn(editor)).toBe(false);
    const again = await people.invite(owner, { role: "owner", email: null, days: 7 });
    expect(await outcome(people.acceptInvitation({ ...back, token: again.token, password: PASSWORD }))).toBe(
      "conflict",
    );
    expect(await people.invitation(again.token)).toMatchObject({ role: "owner" });
  });
});

describe("members", () => {
  it("are managed by owners alone", async () => {
    const owner = await member("owner");
    const editor = await member("editor");
    expect(await outcome(people.changeRole(editor, editor.id, "owner"))).toBe("forbidden");
    expect(await outcome(people.removeMember(editor, owner.id))).toBe("forbidden");
    await people.changeRole(owner, editor.id, "owner");
    changed = [];
    await people.changeRole(await signedIn(editor.email), owner.id, "reader");
    expect(changed).toEqual([owner.id]);
    // The principal in hand still says owner; the rows do not.
    expect(owner.role).toBe("owner");
    expect(await outcome(people.changeRole(owner, editor.id, "reader"))).toBe("forbidden");
    expect(await outcome(people.invite(owner, { role: "owner", email: null, days: 1 }))).toBe("forbidden");
    expect(await outcome(people.removeMember(await signedIn(editor.email), randomUUID()))).toBe("not-found");
  });

  it("always include an owner, whoever acts at once", async () => {
    const first = await member("owner");
    expect(await outcome(people.changeRole(first, first.id, "editor"))).toBe("conflict");
    expect(await outcome(people.removeMember(first, first.id))).toBe("conflict");
    const second = await member("owner", "second@example.org");
    const third = await member("owner", "third@example.org");
    const results = await Promise.all([
      outcome(people.removeMember(first, second.id)),
      outcome(people.changeRole(second, third.id, "reader")),
      outcome(people.removeMember(third, first.id)),
      outcome(people.changeRole(first, first.id, "reader")),
      outcome(people.removeMember(second, second.id)),
      outcome(people.changeRole(third, third.id, "editor")),
    ]);
    expect(results).toContain("done");
    expect(await open.db.membership.count({ where: { role: "owner", removedAt: null } })).toBeGreaterThanOrEqual(1);
  });

  it("lose sessions, tokens and links when they are removed, and stay in the owners' list", async () => {
    const owner = await member("owner");
    const other = await member("owner", "other@example.org");
    const { token } = await people.createToken(other, "script");
    const invitation = await people.invite(other, { role: "owner", email: null, days: 30 });
    const reset = await people.createResetLink(other, owner.id);
    changed = [];
    await people.removeMember(owner, other.id);
    expect(changed).toEqual([other.id]);
    expect(await stillIn(other)).toBe(false);
    expect(await people.byToken(token)).toBeNull();
    expect(await outcome(people.invitation(invitation.token))).toBe("gone");
    expect(await outcome(people.resetLink(reset.token))).toBe("gone");
    expect(await outcome(people.createToken(other, "another"))).toBe("forbidden");
    const reader = await member("reader");
    expect((await people.members(owner)).map(({ email, removedAt }) => [email, removedAt !== null])).toEqual([
      ["owner@example.org", false],
      ["other@example.org", true],
      ["reader@example.org", false],
    ]);
    expect((await people.members(reader)).map(({ email }) => email)).toEqual([
      "owner@example.org",
      "reader@example.org",
    ]);
  });

  it("can't keep a session or token that was made while they were removed", async () => {
    const owner = await member("owner");
    for (let round = 0; round < 5; round += 1) {
      const reader = await member("reader", `reader-${round}@example.org`);
      const [session, token] = await Promise.all([
        people.signIn({ email: reader.email, password: PASSWORD, address: "192.0.2.9" }).catch(() => null),
        people.createToken(reader, "script").catch(() => null),
        people.removeMember(owner, reader.id),
      ]);
      const ended = { userId: reader.id, revokedAt: null };
      expect(await open.db.session.count({ where: ended })).toBe(0);
      expect(await open.db.apiToken.count({ where: ended })).toBe(0);
      if (session) expect(await people.bySession(session.userId, session.sessionId)).toBeNull();
      if (token) expect(await people.byToken(token.token)).toBeNull();
    }
  });
});

describe("API tokens", () => {
  it("act as their member until they are revoked, and are stored as hashes", async () => {
    const editor = await member("editor");
    const { id, token } = await people.createToken(editor, " nightly import ");
    expect(await people.byToken(token)).toEqual({ ...editor, sessionId: null });
    expect(await people.byToken(`${token.slice(0, -2)}AA`)).toBeNull();
    expect(JSON.stringify(await open.db.apiToken.findMany())).not.toContain(token.slice(7));
    expect(await people.tokens(editor)).toMatchObject([{ id, label: "nightly import", lastUsedAt: now.toISOString() }]);
    const other = await member("reader");
    expect(await people.tokens(other)).toEqual([]);
    expect(await outcome(people.revokeToken(other, id))).toBe("not-found");
    await people.revokeToken(editor, id);
    expect(await people.byToken(token)).toBeNull();
    expect(await outcome(people.revokeToken(editor, id))).toBe("not-found");
    expect(await outcome(people.createToken(editor, "  "))).toBe("invalid");
  });

  it("note their use once a minute", async () => {
    const editor = await member("editor");
    const { token } = await people.createToken(editor, "script");
    await people.byToken(token);
    const first = now.toISOString();
    pass(MINUTE - 1);
    await people.byToken(token);
    expect((await people.tokens(editor))[0]?.lastUsedAt).toBe(first);
    pass(1);
    await people.byToken(token);
    expect((await people.tokens(editor))[0]?.lastUsedAt).toBe(now.toISOString());
  });
});

describe("first boot and the command line", () => {
  const founder = { name: "Founder", email: "founder@example.org", password: PASSWORD };

  it("makes the first owner by the newest set-up link, once", async () => {
    expect(await people.isEmpty()).toBe(true);
    const replaced = await people.operator.createSetUpLink();
    const link = await people.operator.createSetUpLink();
    if (!replaced || !link) throw new Error("No link although there is no account.");
    expect(await outcome(people.setUpLink(replaced.token))).toBe("gone");
    expect(await outcome(people.setUpLink(link.token))).toBe("done");
    expect(await outcome(people.resetPassword({ token: link.token, password: PASSWORD }))).toBe("gone");
    const both = [founder, { ...founder, email: "other@example.org" }].map((person) =>
      outcome(people.setUp({ ...person, token: link.token })),
    );
    expect((await Promise.all(both)).sort()).toEqual(["done", "gone"]);
    expect(await people.isEmpty()).toBe(false);
    expect(await open.db.membership.findMany()).toMatchObject([{ role: "owner", removedAt: null }]);
    expect(await people.operator.createSetUpLink()).toBeNull();
    expect(await outcome(people.setUpLink(link.token))).toBe("gone");
  });

  it("lets a set-up link expire after a week, and end with the first account", async () => {
    const link = await people.operator.createSetUpLink();
    pass(7 * DAY);
    expect(await outcome(people.setUp({ ...founder, token: link?.token ?? "" }))).toBe("gone");
    const next = await people.operator.createSetUpLink();
    await people.operator.createAccount({ ...founder, role: "owner" });
    expect(await outcome(people.setUp({ ...founder, email: "b@example.org", token: next?.token ?? "" }))).toBe("gone");
  });

  it("acts for the oldest owner, or for itself before there is one", async () => {
    expect(await people.operator.principal()).toEqual({
      id: "00000000-0000-0000-0000-000000000000",
      name: "Glossa",
      email: "",
      role: "owner",
      workspaceId,
      sessionId: null,
    });
    await member("editor");
    const first = await member("owner");
    const second = await member("owner", "second@example.org");
    expect(await people.operator.principal()).toEqual({ ...first, sessionId: null });
    await people.removeMember(second, first.id);
    expect(await people.operator.principal()).toEqual({ ...second, sessionId: null });
  });

  it("sets passwords, makes tokens, and refuses what is not there or there already", async () => {
    const reader = await member("reader");
    const { operator } = people;
    await operator.setPassword({ email: "READER@example.org", password: OTHER_PASSWORD });
    expect(await stillIn(reader)).toBe(false);
    expect(await outcome(signedIn(reader.email, OTHER_PASSWORD))).toBe("done");
    const { token } = await operator.createTokenFor({ email: reader.email, label: "command line" });
    expect(await people.byToken(token)).toMatchObject({ id: reader.id });
    expect(await outcome(operator.createTokenFor({ email: "nobody@example.org", label: "x" }))).toBe("not-found");
    expect(await outcome(operator.setPassword({ email: "nobody@example.org", password: PASSWORD }))).toBe("not-found");
    expect(await outcome(operator.createAccount({ ...founder, email: reader.email, role: "owner" }))).toBe("conflict");
    const twice = [1, 2].map(() => outcome(operator.createAccount({ ...founder, role: "reader" })));
    expect((await Promise.all(twice)).sort()).toEqual(["conflict", "done"]);
  });
});
