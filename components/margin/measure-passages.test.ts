import { describe, expect, it } from "vitest";
import { measureSome } from "./measure-passages.ts";

const NEAR = { top: 1000, bottom: 2000 };

describe("measureSome", () => {
  const line = (offset: number): number => Math.floor(offset / 80) * 24;

  it("measures each of a few once", () => {
    const asked: number[] = [];
    const tops = measureSome(
      [0, 80, 80, 5000],
      (offset) => {
        asked.push(offset);
        return line(offset);
      },
      NEAR,
    );
    expect(tops).toEqual([0, 24, 24, 1488]);
    expect(asked).toEqual([0, 80, 5000]);
  });

  it("of thousands measures those near the screen, and guesses the others by their neighbours", () => {
    const offsets = Array.from({ length: 10_000 }, (_, index) => index * 3);
    let asked = 0;
    const tops = measureSome(
      offsets,
      (offset) => {
        asked++;
        return line(offset);
      },
      NEAR,
    );
    expect(asked).toBeLessThan(2000);
    offsets.forEach((offset, index) => {
      const isNear = line(offset) >= NEAR.top && line(offset) <= NEAR.bottom;
      expect(Math.abs((tops[index] ?? 0) - line(offset))).toBeLessThanOrEqual(isNear ? 0 : 48);
    });
  });

  it("knows no top of what is not drawn", () => {
    expect(measureSome([1, 2], () => null, NEAR)).toEqual([null, null]);
  });
});
