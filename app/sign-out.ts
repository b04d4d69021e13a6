"use server";

import { redirect } from "next/navigation";
import { signOut } from "./auth.ts";

/** Ends the session on the server and in this browser. */
export async function signOutAction(): Promise<void> {
  await signOut({ redirect: false });
  redirect("/sign-in");
}
