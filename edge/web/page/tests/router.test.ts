import { expect, it } from "vitest";
import { parse } from "../src/router";

it.each([
  ["", "", []],
  ["#/", "", []],
  ["#/athlete", "athlete", []],
  ["#/playback/a%2Fb/c", "playback", ["a/b", "c"]],
])("%s", (hash, view, rest) => {
  expect(parse(hash)).toMatchObject({ view, rest });
});

it("what follows a question mark is asked for by name", () => {
  expect(parse("#/phone?code=AB-12").query.get("code")).toBe("AB-12");
});
