import type { ReactNode } from "react";
import { TopBar } from "../../../components/shell/top-bar.tsx";
import { currentPrincipal } from "../../session.ts";
import { signOutAction } from "../../sign-out.ts";

/** The bar above the page. Each page itself asks who is there, and sends others to sign in. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const principal = await currentPrincipal();
  if (!principal) return children;
  const { id, name, email } = principal;
  return (
    <>
      <TopBar person={{ id, name, email }} signOut={signOutAction} />
      {children}
    </>
  );
}
