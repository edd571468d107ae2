#!/usr/bin/env node
// Makes the npm packages: node build.mjs OUT VERSION PLATFORM=PROGRAM...
// PLATFORM is what bin/caveat.js asks for: linux-x64, linux-x64-musl, darwin-arm64, win32-x64 …
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [out, version, ...programs] = process.argv.slice(2);
if (!out || !/^\d+\.\d+\.\d+/.test(version ?? "") || programs.length === 0) {
  console.error("usage: node build.mjs OUT VERSION PLATFORM=PROGRAM...");
  process.exit(2);
}
const here = dirname(fileURLToPath(import.meta.url));
const main = JSON.parse(readFileSync(join(here, "caveat/package.json"), "utf8"));
main.version = version;
for (const given of programs) {
  const [platform, program] = given.split("=");
  const [os, cpu, libc] = platform.split("-");
  if (!program || !cpu) {
    console.error(`${given}: to be PLATFORM=PROGRAM`);
    process.exit(2);
  }
  const name = `${main.name}-${platform}`;
  const folder = join(out, name);
  mkdirSync(folder, { recursive: true });
  const file = os === "win32" ? "caveat.exe" : "caveat";
  copyFileSync(program, join(folder, file));
  chmodSync(join(folder, file), 0o755);
  const manifest = {
    name,
    version,
    description: `The program of ${main.name} for ${platform}`,
    license: main.license,
    os: [os],
    cpu: [cpu],
    ...(os === "linux" ? { libc: [libc ?? "glibc"] } : {}),
    files: [file],
  };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  main.optionalDependencies[name] = version;
}
cpSync(join(here, "caveat"), join(out, main.name), { recursive: true });
writeFileSync(join(out, main.name, "package.json"), `${JSON.stringify(main, null, 2)}\n`);
