#!/usr/bin/env node
// Starts the program of this platform, which came as an optional dependency. Nothing is downloaded.
"use strict";
const { spawnSync } = require("node:child_process");

function musl() {
  return process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
}

const platform = `${process.platform}-${process.arch}${musl() ? "-musl" : ""}`;
const program = process.platform === "win32" ? "caveat.exe" : "caveat";
let path;
try {
  path = require.resolve(`caveat-lint-${platform}/${program}`);
} catch {
  console.error(
    `caveat: there is no program for ${platform}; install with optional dependencies, or with: cargo install caveat`,
  );
  process.exit(2);
}
const run = spawnSync(path, process.argv.slice(2), { stdio: "inherit" });
if (run.error) {
  console.error(`caveat: ${run.error.message}`);
  process.exit(2);
}
if (run.signal) {
  process.kill(process.pid, run.signal);
}
process.exit(run.status ?? 2);
