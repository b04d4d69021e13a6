import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { decodePosition, encodePosition } from "./position-code.ts";

const number = fc.oneof(fc.nat(300), fc.nat(), fc.maxSafeNat());
const positions = fc.record({ client: number, clock: number, assoc: fc.constantFrom(0, -1) });

/** As Yjs and the browser do it. */
const byYjs = ({ client, clock, assoc }: { client: number; clock: number; assoc: number }): string =>
  btoa(
    String.fromCharCode(
      ...Y.encodeRelativePosition(Y.createRelativePositionFromJSON({ item: { client, clock }, assoc })),
    ),
  );

describe("a position's code", () => {
  it("is the one of Yjs, there and back", () => {
    fc.assert(
      fc.property(positions, (position) => {
        expect(encodePosition(position)).toBe(byYjs(position));
        expect(decodePosition(byYjs(position))).toEqual(position);
      }),
    );
  });

  it("is read as Yjs reads it, also without an association", () => {
    fc.assert(
      fc.property(positions, ({ client, clock }) => {
        const bytes = Uint8Array.from(atob(byYjs({ client, clock, assoc: 0 })), (char) => char.charCodeAt(0));
        const older = btoa(String.fromCharCode(...bytes.slice(0, -1)));
        expect(decodePosition(older)).toEqual({ client, clock, assoc: 0 });
      }),
    );
  });

  it("of anything else is none", () => {
    const ofType = Y.createRelativePositionFromJSON({ type: { client: 1, clock: 2 }, assoc: 0 });
    const encoded = btoa(String.fromCharCode(...Y.encodeRelativePosition(ofType)));
    for (const bad of ["", "%%%", "/////w==", "a".repeat(200), "AP//////////////", "制裁制裁", encoded])
      expect(decodePosition(bad)).toBeNull();
  });
});
