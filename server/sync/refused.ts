/** Why an update is not admitted, thrown from wherever that is found out. */

import type { RefusedCode } from "../../domain/protocol/protocol.ts";

export class Refused extends Error {
  readonly code: RefusedCode;
  constructor(code: RefusedCode, text: string) {
    super(text);
    this.code = code;
  }
}

export const gap = (text = "The change builds on another one that never arrived."): Refused => new Refused("gap", text);

export const misshapen = (what: string): Refused =>
  new Refused("invalid-structure", `The change holds something that a bulletin's text can't: ${what}.`);
