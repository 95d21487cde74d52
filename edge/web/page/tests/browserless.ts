/** What modules touch of a browser when they are loaded. */
import { vi } from "vitest";

vi.stubGlobal("location", { hash: "" });
vi.stubGlobal("addEventListener", () => undefined);
vi.stubGlobal("document", { baseURI: "http://127.0.0.1:8080/", documentElement: { dataset: {} } });
vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
